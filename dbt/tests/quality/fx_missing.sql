{{ config(severity=var('fx_missing_severity')) }}
-- A returned row is a currency and day for which no rate is known: amounts of that day are NULL.

select * from {{ ref('issues') }}
where issue = 'fx_rate_missing'
