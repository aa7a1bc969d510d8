"""Launches: what they bring, and who buys a second product.

Belongs here: panels over the schema launches.
"""

from dagster_project.lib.page import marks
from dagster_project.lib.page.panel import Panel

PANELS = [
    Panel(
        key="pairs",
        part="Launches",
        title="Owners of one product who own another",
        words="Attach rate at the end of the last whole month: of the accounts that own the row's "
        "product and could buy the column's, the share that own both.",
        needs=("launches.product_pairs",),
        empty="needs subscriptions to two products",
        sql="""
select
    product_id,
    second_product_id,
    attached,
    attach_eligible,
    attach_rate
from launches.product_pairs
where month_on = (select max(month_on) from launches.product_pairs where is_complete)
order by product_id, second_product_id
""",
        draw=lambda rows, v: marks.heat(
            rows,
            "second_product_id",
            "product_id",
            "attach_rate",
            ("also own", "owners of"),
            "Attach rate per pair of products",
        ),
    ),
]
