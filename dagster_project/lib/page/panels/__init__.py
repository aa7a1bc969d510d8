"""Every panel of the page, in the order in which they stand.

Belongs here: one module per part of the page. A new panel is a `Panel` in the list of its part.
"""

from dagster_project.lib.page.panels import adoption, goals, health, insights, launches, messaging

PANELS = [
    *insights.PANELS,
    *messaging.PANELS,
    *launches.PANELS,
    *adoption.PANELS,
    *goals.PANELS,
    *health.PANELS,
]
