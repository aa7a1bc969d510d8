{# GA4's default channel groups and one for events, as data: the first rule that holds names the channel. The same lists
   are published as core.channel_rules and core.channel_sources, so that nobody has to read a macro. #}

{% macro channel_sources() -%}
    {#- category -> names. A name without a dot also matches as the label of a host (google, www.google.de);
        a name with a dot matches that host and what lies under it; `exact` matches nothing else. What is in not_search is
        no search though the house that runs it searches too: a link in a mailbox or document is a referral. -#}
    {{ return({
        'search': {
            'names': [
                'google', 'bing', 'yahoo', 'duckduckgo', 'baidu', 'yandex', 'ecosia', 'qwant', 'naver', 'daum',
                'seznam', 'sogou', 'startpage', 'ask', 'aol', 'search.brave.com', 'adwords', 'googleads', 'msn',
                'microsoft', 'bingads', 'presearch', 'kagi', 'so.com', 'rambler', 'mojeek',
            ],
            'exact': ['brave'],
        },
        'not_search': {
            'names': [
                'mail.google.com', 'docs.google.com', 'drive.google.com', 'calendar.google.com', 'meet.google.com',
                'chat.google.com', 'classroom.google.com', 'sites.google.com', 'groups.google.com', 'accounts.google.com',
                'mail.yahoo.com', 'mail.aol.com', 'mail.yandex.ru', 'mail.yandex.com', 'mail.naver.com',
                'teams.microsoft.com', 'login.microsoft.com', 'login.microsoftonline.com',
            ],
            'exact': [],
        },
        'social': {
            'names': [
                'facebook', 'instagram', 'linkedin', 'pinterest', 'reddit', 'quora', 'tumblr', 'twitter', 'tiktok',
                'threads', 'bluesky', 'bsky.app', 'mastodon', 'vk', 'xing', 'snapchat', 'whatsapp', 'telegram',
                'weibo', 'wechat', 'facebook_ads', 'linkedin_ads', 'meta', 'lnkd.in', 't.co', 'x.com', 'fb.com',
                'fb.me', 'news.ycombinator.com', 'hackernews', 'stackoverflow', 'stackexchange', 'slack', 'discord',
                'producthunt', 'nextdoor', 'messenger',
            ],
            'exact': ['x', 'fb', 'ig', 'li', 't.me'],
        },
        'video': {
            'names': ['youtube', 'youtu.be', 'vimeo', 'twitch', 'dailymotion', 'wistia', 'netflix', 'hulu', 'iqiyi',
                      'bilibili', 'disneyplus', 'ted', 'utreon', 'veoh', 'vidyard'],
            'exact': [],
        },
        'shopping': {
            'names': ['amazon', 'ebay', 'etsy', 'walmart', 'shopify', 'shopping.google.com', 'aliexpress', 'alibaba',
                      'mercadolibre', 'mercadolivre', 'shopzilla', 'idealo', 'pricegrabber', 'rakuten', 'zalando'],
            'exact': ['google shopping', 'google-shopping', 'igshopping'],
        },
    }) }}
{%- endmacro %}

{% macro source_is(source, category) -%}
    {%- set lists = channel_sources()[category] -%}
    {%- set but = 'not_' ~ category -%}
    {%- set labels = [] -%}
    {%- set hosts = [] -%}
    {%- for name in lists['names'] -%}
        {%- do (hosts if '.' in name else labels).append(name | replace('.', '[.]')) -%}
    {%- endfor -%}
    {%- set tests = [] -%}
    {%- if lists['exact'] -%}{%- do tests.append(source ~ ' in ' ~ sql_list(lists['exact'])) -%}{%- endif -%}
    {%- if labels -%}
        {%- do tests.append(regexp_like(source, '(^|[.])(' ~ (labels | join('|')) ~ ')([.][a-z]{2,3}){0,2}$')) -%}
    {%- endif -%}
    {%- if hosts -%}{%- do tests.append(regexp_like(source, '(^|[.])(' ~ (hosts | join('|')) ~ ')$')) -%}{%- endif -%}
    coalesce(
        ({{ tests | join(' or ') }}){% if but in channel_sources() %} and not {{ source_is(source, but) }}{% endif %},
        false
    )
{%- endmacro %}

{% macro channel_rules() -%}
    {#- Ordered rules: channel, the rule in words, its SQL with <source>, <medium>, <campaign> to be bound. -#}
    {%- set is_search = source_is('<source>', 'search') -%}
    {%- set is_social = source_is('<source>', 'social') -%}
    {%- set is_video = source_is('<source>', 'video') -%}
    {%- set is_shop = "(" ~ source_is('<source>', 'shopping') ~ " or "
        ~ regexp_like('<campaign>', '^(.*(([^a-df-z]|^)shop|shopping).*)$') ~ ")" -%}
    {%- set is_paid = regexp_like('<medium>', '^(.*cp.*|ppc|retargeting|paid.*)$') -%}
    {%- set email = sql_list(['email', 'e-mail', 'e_mail', 'e mail']) -%}
    {%- set social = sql_list(['social', 'social-network', 'social-media', 'sm', 'social network', 'social media']) -%}
    {{ return([
        ['Direct', 'source and medium are both empty, (direct), (none) or (not set)',
            "<source> in ('', '(direct)', '(not set)') and <medium> in ('', '(none)', '(not set)')"],
        ['Cross-network', 'campaign contains cross-network, or medium is cross-network',
            "<campaign> like '%cross-network%' or <medium> = 'cross-network'"],
        ['Paid Shopping', 'shopping source or campaign named shop, with a paid medium', is_shop ~ " and " ~ is_paid],
        ['Paid Search', 'search source with a paid medium', is_search ~ " and " ~ is_paid],
        ['Paid Social', 'social source with a paid medium', is_social ~ " and " ~ is_paid],
        ['Paid Video', 'video source with a paid medium', is_video ~ " and " ~ is_paid],
        ['Display', 'medium is display, banner, expandable, interstitial or cpm',
            "<medium> in ('display', 'banner', 'expandable', 'interstitial', 'cpm')"],
        ['Paid Other', 'other paid medium: contains cp, is ppc or retargeting, or begins with paid', is_paid],
        ['Organic Shopping', 'shopping source or campaign named shop', is_shop],
        ['Organic Social', 'social source, or medium social, social-network, social-media, sm',
            is_social ~ " or <medium> in " ~ social],
        ['Organic Video', 'video source, or medium contains video', is_video ~ " or <medium> like '%video%'"],
        ['Organic Search', 'search source, or medium organic', is_search ~ " or <medium> = 'organic'"],
        ['Referral', 'medium is referral, app or link', "<medium> in ('referral', 'app', 'link')"],
        ['Email', 'source or medium is a spelling of e-mail', "<source> in " ~ email ~ " or <medium> in " ~ email],
        ['Affiliates', 'medium is affiliate or affiliates', "<medium> in ('affiliate', 'affiliates')"],
        ['Audio', 'medium is audio', "<medium> = 'audio'"],
        ['SMS', 'source or medium is sms', "<source> = 'sms' or <medium> = 'sms'"],
        ['Mobile Push Notifications', 'medium ends with push, has mobile or notification, or source is firebase',
            "<medium> like '%push' or <medium> like '%mobile%' or <medium> like '%notification%' or <source> = 'firebase'"],
        ['Events', 'medium is event, webinar, conference, seminar, trade show or offline',
            "<medium> in ('event', 'events', 'webinar', 'conference', 'seminar', 'seminar / conference', 'tradeshow', 'trade show', 'offline')"],
        ['Unassigned', 'no rule above holds', 'true'],
    ]) }}
{%- endmacro %}

{% macro channel_key(text) -%}
    {#- Two spellings with one key are the same channel: paid_search is Paid Search. -#}
    replace(replace(lower(trim({{ text }})), '_', ' '), '-', ' ')
{%- endmacro %}

{% macro channel_group(source, medium, campaign) -%}
    {#- Channel of a visit or campaign. Hand in columns, raw or through utm_value(); NULL counts as empty.
        The arguments are written into many conditions: give column names rather than long expressions. -#}
    {%- set columns = {'<source>': source, '<medium>': medium, '<campaign>': campaign} -%}
    case
        {%- for rule in channel_rules() %}
        {%- set bound = namespace(condition=rule[2]) -%}
        {%- for placeholder, column in columns.items() -%}
            {%- set bound.condition = bound.condition | replace(placeholder, "lower(trim(coalesce(" ~ column ~ ", '')))") -%}
        {%- endfor %}
        {%- if loop.last %}
        else '{{ rule[0] }}'
        {%- else %}
        when {{ bound.condition }} then '{{ rule[0] }}'
        {%- endif %}
        {%- endfor %}
    end
{%- endmacro %}

{% macro traffic_source(given_source, given_medium, click_id_kind, otherwise) -%}
    {#- What is given wins; a click id speaks only where source and medium are silent; then `otherwise`. -#}
    case
        when coalesce({{ given_source }}, {{ given_medium }}) is not null
            then coalesce({{ given_source }}, '(not set)')
        {%- for name, means in paid_click_ids().items() %}
        when {{ click_id_kind }} = '{{ name }}' then '{{ means[0] }}'
        {%- endfor %}
        else {{ otherwise }}
    end
{%- endmacro %}

{% macro traffic_medium(given_source, given_medium, click_id_kind, otherwise) -%}
    case
        when coalesce({{ given_source }}, {{ given_medium }}) is not null
            then coalesce({{ given_medium }}, '(not set)')
        {%- for name, means in paid_click_ids().items() %}
        when {{ click_id_kind }} = '{{ name }}' then '{{ means[1] }}'
        {%- endfor %}
        else {{ otherwise }}
    end
{%- endmacro %}

{% macro is_paid_channel(channel) -%}
    ({{ channel }} like 'Paid %' or {{ channel }} in ('Display', 'Cross-network'))
{%- endmacro %}

{% macro known_channel(text) -%}
    {#- The channel that a text names, in this house's spelling; NULL where it names none. -#}
    case {{ channel_key(text) }}
        {%- for rule in channel_rules()[:-1] %}
        when {{ channel_key("'" ~ rule[0] ~ "'") }} then '{{ rule[0] }}'
        {%- endfor %}
    end
{%- endmacro %}

{% macro platform_source(platform) -%}
    {#- What the traffic of an ad platform is called where its ads carry no utm_source. -#}
    case {{ platform }}
        when 'google_ads' then 'google'
        when 'facebook_ads' then 'facebook'
        when 'linkedin_ads' then 'linkedin'
        else replace({{ platform }}, '_ads', '')
    end
{%- endmacro %}

{% macro hubspot_channel(source) -%}
    {#- HubSpot's word for how a contact came, as a channel. OFFLINE is an import or a person typing: no touch. -#}
    case {{ source }}
        when 'ORGANIC_SEARCH' then 'Organic Search'
        when 'PAID_SEARCH' then 'Paid Search'
        when 'EMAIL_MARKETING' then 'Email'
        when 'SOCIAL_MEDIA' then 'Organic Social'
        when 'PAID_SOCIAL' then 'Paid Social'
        when 'REFERRALS' then 'Referral'
        when 'DIRECT_TRAFFIC' then 'Direct'
        when 'OTHER_CAMPAIGNS' then 'Other campaign'
        when 'AI_REFERRALS' then 'Referral'
    end
{%- endmacro %}

{% macro has_brand_term(text) -%}
    {#- Whether a text names the brand (var brand_terms); false for NULL and while the var is empty. An apostrophe
        matches any character: the engines do not agree on how to write one. -#}
    {%- set terms = var('brand_terms') | map('lower') | join('|') | replace("'", ".") -%}
    {%- if terms -%}
        coalesce({{ regexp_like('lower(' ~ text ~ ')', terms) }}, false)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
