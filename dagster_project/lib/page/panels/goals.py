"""Goals: objectives and their key results.

Belongs here: panels over the schema goals.
"""

from dagster_project.lib.page.panel import Panel

PANELS: list[Panel] = []
