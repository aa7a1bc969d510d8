"""CRM, competition and the accounts of quality, built by dbt from raw rows."""
