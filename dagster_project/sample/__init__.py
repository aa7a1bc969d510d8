"""A deterministic B2B SaaS company in the vendors' own table names, for demos, tests and benches.

`generate(home, scale, seed, as_of, nights, night)` writes a drop zone and its planted truth.
Nothing that a real night needs belongs here.
"""

from dagster_project.sample.nights import Report, generate
from dagster_project.sample.scales import DEFAULT_AS_OF, Drop, Scale, plan, scale_of

__all__ = ["DEFAULT_AS_OF", "Drop", "Report", "Scale", "generate", "plan", "scale_of"]
