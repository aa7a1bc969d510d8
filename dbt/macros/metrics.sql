{# The metric catalogue as SQL: `marts/goals/_goals__metrics.yml` read from dbt's graph. No formula stands here.
   In unit tests the graph is empty: models that need the catalogue there read `goals.metrics`. #}

{% macro metric_dimensions() -%}
    {#- What filters may name, over all metrics; a semantic model with another one stops the build. -#}
    {{ return([
        'channel', 'competitor', 'feature', 'opportunity_type', 'owner', 'platform', 'product', 'segment', 'strategy',
    ]) }}
{%- endmacro %}

{% macro metric_sources() -%}
    {#- Semantic models of the catalogue by name: model, day, is_known, dimensions and measures as expressions. -#}
    {%- set sources = {} -%}
    {%- if execute -%}
        {%- for found in (graph.get('semantic_models') or {}).values() | sort(attribute='name') -%}
            {%- set source = {'name': found.name, 'model': found.model[5:-2], 'dimensions': {}, 'measures': {}} -%}
            {%- do source.update({'is_known': found.config.meta.get('is_known', 'true')}) -%}
            {%- for dimension in found.dimensions -%}
                {%- if dimension.name == 'metric_day' -%}
                    {%- do source.update({'day': dimension.expr}) -%}
                {%- elif dimension.name in metric_dimensions() -%}
                    {%- do source.dimensions.update({dimension.name: dimension.expr or dimension.name}) -%}
                {%- else -%}
                    {{ exceptions.raise_compiler_error(
                        'semantic model ' ~ found.name ~ ': dimension ' ~ dimension.name ~ ' is not one of '
                        ~ metric_dimensions() | join(', ')
                    ) }}
                {%- endif -%}
            {%- endfor -%}
            {%- for measure in found.measures -%}
                {%- if measure.agg != 'sum' -%}
                    {{ exceptions.raise_compiler_error(
                        'measure ' ~ measure.name ~ ' is not a sum: it could not be added up over periods (U2)'
                    ) }}
                {%- endif -%}
                {%- do source.measures.update({measure.name: measure.expr or measure.name}) -%}
            {%- endfor -%}
            {%- do sources.update({found.name: source}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(sources) }}
{%- endmacro %}

{% macro metric_catalogue() -%}
    {#- Every metric with a part of the framework, by name: its measures, their source, and what `meta` says of it. -#}
    {%- set owners = {} -%}
    {%- for source in metric_sources().values() -%}
        {%- for measure in source.measures -%}{%- do owners.update({measure: source}) -%}{%- endfor -%}
    {%- endfor -%}
    {%- set metrics = [] -%}
    {%- if execute -%}
        {%- for found in (graph.get('metrics') or {}).values() | sort(attribute='name') if found.config.meta.get('pma_part') -%}
            {%- set measures = found.type_params.input_measures | map(attribute='name') | list -%}
            {%- set source = owners[measures[0]] -%}
            {%- set sample = found.config.meta.get('sample', measures[1] if found.config.meta.unit == 'rate' else none) -%}
            {%- if found.type not in ['simple', 'ratio'] or measures | select('in', source.measures) | list != measures -%}
                {{ exceptions.raise_compiler_error(
                    'metric ' ~ found.name ~ ' must be a measure or a ratio of two measures of one semantic model'
                ) }}
            {%- endif -%}
            {%- do metrics.append({
                'name': found.name, 'label': found.label, 'description': found.description, 'source': source,
                'numerator': measures[0], 'denominator': measures[1] if measures | length > 1 else none,
                'sample': sample, 'meta': found.config.meta,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(metrics) }}
{%- endmacro %}

{% macro metric_amount(expression) -%}
    cast({{ expression }} as decimal(28, 6))
{%- endmacro %}

{% macro metric_total(expression) -%}
    cast(sum({{ expression }}) as decimal(28, 6))
{%- endmacro %}

{% macro metric_value(numerator, denominator, is_ratio) -%}
    {#- The one formula of a metric (U1, U2): sum over sum, or the sum alone. -#}
    case
        when {{ is_ratio }} then {{ ratio(numerator, denominator) }}
        else cast({{ numerator }} as double)
    end
{%- endmacro %}

{% macro filter_columns(prefix='') -%}
    {%- for dimension in metric_dimensions() -%}
    {{ prefix }}filter_{{ dimension }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}
