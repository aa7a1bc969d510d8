"""PMA Warehouse: dagster assets orchestrate dbt models into the marts of the PMA framework."""
