"""One row per key: rows of a batch of files meet the raw table.

Belongs here: the stage (typed rows of a batch with their verdicts), which version of a key wins,
and the statements that move the batch into raw, quarantine, ledger and changed partitions.
Does not belong here: reading files (readers.py), what a cell means (cells.py).

Accounting, per file: rows_in = rows_kept + rows_duplicate + rows_superseded + rows_quarantined,
where rows_kept is the number of raw rows that come from the file *today*. When a later row replaces
one that was kept, the older file's count moves from kept to superseded (or to quarantined, if it
lost a key conflict). So Σ rows_kept of a table is always count(*) of its raw table.
"""

from __future__ import annotations

from dagster_project.lib.contract import ROW_COLUMNS, Table
from dagster_project.lib.warehouse import name, quote

STAGE = "landing_stage"
TEXT_STAGE = "landing_text_stage"
TEMPORARY = (
    STAGE,
    TEXT_STAGE,
    "landing_old",
    "landing_contested",
    "landing_fates",
    "landing_known",
    "landing_shown",
    "landing_numbered",
    "landing_broken",
    "landing_unshown",
    "landing_mended",
)
VERDICT_COLUMNS = {"_rule": "varchar", "_column": "varchar", "_value": "varchar", "_raw": "varchar"}
MAX_RAW_TEXT = 4096
EMAIL = r"[A-Za-z0-9._%+''-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"
IP = r"\b([0-9]{1,3}\.){3}[0-9]{1,3}\b|\b([0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F]{0,4}\b"

FILE_COUNTS = ("rows_in", "rows_kept", "rows_duplicate", "rows_superseded", "rows_quarantined")


def create_stage(con, table: Table) -> None:
    """An empty stage for one batch: contract columns, row columns but the load, verdict.

    Beside it an empty text stage: cells of small files, which are typed together at the batch's end
    because planning the typing costs more than typing a few rows.
    """
    row_columns = {n: t for n, t in ROW_COLUMNS.items() if n != "_load_id"}
    columns = {c.name: c.data_type for c in table.columns} | row_columns | VERDICT_COLUMNS
    body = ", ".join(f"{name(n)} {data_type}" for n, data_type in columns.items())
    con.execute(f"create or replace temp table {STAGE} ({body})")
    cells = "".join(f", {name(c.name)} varchar" for c in table.columns)
    con.execute(f"create or replace temp table {TEXT_STAGE} (_file_id bigint, _line bigint{cells})")


def discard(con, file_id: int) -> None:
    """Take a file's rows out of the stages, where there are any."""
    present = con.execute("select table_name from duckdb_tables() where temporary").fetchall()
    for (stage,) in present:
        if stage in (STAGE, TEXT_STAGE):
            con.execute(f"delete from {stage} where _file_id = ?", [file_id])


def merge(con, table: Table, load_id: int) -> None:
    """Move the stage into the warehouse. Runs inside the caller's transaction, which must already
    hold the ledger rows of the staged files; their counts are set here."""
    contested = _find_contested(con, table)
    if contested:
        _rank(con, table, load_id)
    _record_changes(con, table, load_id, contested)
    _quarantine(con, table, load_id, contested)
    _move(con, table, load_id, contested)
    _count(con, table, contested)


def drop_known(con, table: Table, relation: str) -> None:
    """Drop from the stage what a mapped table has shown before (tables are read whole every night):
    keys whose winning version is the one in raw, and rows quarantined before with the same text.

    Remembers for `take_out_unshown` which keys the table shows, broken rows among them, and what of
    it belongs into quarantine.
    """
    con.execute(
        f"create or replace temp table landing_shown as select distinct _key_hash from {STAGE} "
        "where _key_hash is not null"
    )
    _break_losers(con, table)
    con.execute(
        f"""
        create or replace temp table landing_known as
        with snapshot as (
            select _key_hash, {_content(table)} as _content, row_number() over (
                partition by _key_hash order by {_cursor(table)} desc nulls last
            ) as _place
            from {STAGE}
            where _rule is null
        )
        select snapshot._key_hash
        from snapshot
        join (
            select _key_hash, {_content(table)} as _content
            from {table.relation}
            where _source_relation = {quote(relation)}
        ) as stored
            on snapshot._key_hash = stored._key_hash and snapshot._content = stored._content
        where snapshot._place = 1
        """
    )
    con.execute(
        f"delete from {STAGE} where _rule is null and _key_hash in "
        "(select _key_hash from landing_known)"
    )
    _drop_known_broken(con, table, relation)


def _break_losers(con, table: Table) -> None:
    """Of each version that the table shows with several contents one stays, the others break a rule
    like any other row. A table has no first and no last row: content decides, as in `_rank`, but
    without cursor too. It must be settled here: a loser that is new beside a winner that raw holds
    would go with the winner and be seen by nobody."""
    cursor = quote(table.cursor) if table.cursor else "null"
    con.execute(
        f"""
        update {STAGE} set _rule = 'key_conflict', _column = {cursor},
            _value = cast({_cursor(table)} as varchar), _raw = {_stored_raw(table)}
        from (
            select rowid as _rid, {_content(table)} > min({_content(table)}) over (
                partition by _key_hash, {_cursor(table)}
            ) as _loses
            from {STAGE}
            where _rule is null and _key_hash in (
                select _key_hash from {STAGE} where _rule is null
                group by _key_hash having count(*) > 1
            )
        ) as several
        where {STAGE}.rowid = several._rid and several._loses
        """
    )


def _drop_known_broken(con, table: Table, relation: str) -> None:
    """Broken rows that stand in quarantine already leave the stage. Several may read alike, where
    personal data is masked: as many are known as stand there."""
    con.execute(
        f"""
        create or replace temp table landing_numbered as
        select rowid as _rid, _rule, _raw, row_number() over (
            partition by _rule, _raw order by rowid
        ) as _copy
        from (select rowid, _rule, {_masked(table, "_rule", "_raw")} as _raw from {STAGE}
            where _rule is not null)
        """
    )
    con.execute(
        "create or replace temp table landing_broken as "
        "select _rule, _raw, count(*) as _number from landing_numbered group by _rule, _raw"
    )
    con.execute(
        f"""
        delete from {STAGE}
        where rowid in (
            select numbered._rid
            from landing_numbered as numbered
            join (
                select rule, raw_text, count(*) as number
                from landing.quarantine
                where source_name = {quote(table.source)} and table_name = {quote(table.name)}
                    and source_relation = {quote(relation)}
                group by rule, raw_text
            ) as known
                on numbered._rule = known.rule
                and numbered._raw is not distinct from known.raw_text
            where numbered._copy <= known.number
        )
        """
    )


def take_out_unshown(con, table: Table, relation: str, load_id: int) -> int:
    """What a mapped table shows now is all there is of it, as after a rebuild: rows of raw that it
    no longer shows, or shows otherwise under whatever cursor, are superseded before the stage moves
    in. Likewise what stands in quarantine and is no longer broken. Returns rows no longer shown.

    Runs inside the caller's transaction, after `drop_known`.
    """
    con.execute(
        f"""
        create or replace temp table landing_unshown as
        select rowid as _rid, _file_id, {_day(table)} as _day,
            _key_hash in (select _key_hash from landing_shown) as _is_replaced
        from {table.relation}
        where _source_relation = {quote(relation)} and (
            _key_hash not in (select _key_hash from landing_shown)
            or _key_hash in (select _key_hash from {STAGE} where _rule is null)
        )
        """
    )
    con.execute(
        f"""
        create or replace temp table landing_mended as
        select q.quarantine_id, files.file_id as _file_id
        from (
            select *, row_number() over (
                partition by rule, raw_text order by load_id, quarantine_id
            ) as _copy
            from landing.quarantine
            where source_name = {quote(table.source)} and table_name = {quote(table.name)}
                and source_relation = {quote(relation)}
        ) as q
        join landing.files as files
            on q.source_name = files.source_name and q.source_relation = files.source_relation
            and q.table_name = files.table_name and q.file_path = files.path
            and files.rows_quarantined > 0
            and q.quarantine_id = {_quarantine_id("files.file_id", "q.line", "q.rule")}
        left join landing_broken as broken
            on broken._rule = q.rule and broken._raw is not distinct from q.raw_text
        where q._copy > coalesce(broken._number, 0)
        """
    )
    _insert_changes(con, table, load_id, "select distinct _day as day from landing_unshown")
    con.execute(f"delete from {table.relation} where rowid in (select _rid from landing_unshown)")
    con.execute(
        "delete from landing.quarantine where quarantine_id in "
        "(select quarantine_id from landing_mended)"
    )
    for rows, count in (("landing_unshown", "rows_kept"), ("landing_mended", "rows_quarantined")):
        con.execute(
            f"update landing.files set {count} = {count} - moved.number, "
            "rows_superseded = rows_superseded + moved.number "
            f"from (select _file_id, count(*) as number from {rows} group by _file_id) as moved "
            "where files.file_id = moved._file_id"
        )
    return con.execute("select count(*) from landing_unshown where not _is_replaced").fetchone()[0]


def _day(table: Table) -> str:
    return f"cast({name(table.partition)} as date)" if table.partition else "cast(null as date)"


def _cursor(table: Table) -> str:
    return name(table.cursor) if table.cursor else "cast(null as timestamp)"


def _content(table: Table) -> str:
    """Hash of all contract columns of a row, null-safe."""
    parts = ", ".join(
        f"coalesce('v' || cast({name(c.name)} as varchar), 'n')" for c in table.columns
    )
    return f"md5(concat_ws(chr(31), {parts}))"


def _find_contested(con, table: Table) -> int:
    """Rows of raw that share a key with the stage, and the keys that occur more than once."""
    con.execute(
        f"""
        create or replace temp table landing_old as
        select rowid as _rid, * from {table.relation}
        where _key_hash in (select _key_hash from {STAGE} where _rule is null)
        """
    )
    return con.execute(
        f"""
        create or replace temp table landing_contested as
        select _key_hash
        from (
            select _key_hash from {STAGE} where _rule is null
            union all
            select _key_hash from landing_old
        )
        group by _key_hash
        having count(*) > 1
        """
    ).fetchone()[0]


def _rank(con, table: Table, load_id: int) -> None:
    """Fate of every contested row: kept, duplicate, superseded or conflict.

    Judged among the versions that are present, not against the winner alone, so that a rebuild from
    all files and the nights that read them one by one count alike. A version is what shares key and
    cursor (without cursor: key and file); two contents of one version are a conflict.
    """
    columns = ", ".join(name(c.name) for c in table.columns)
    cursor = _cursor(table)
    con.execute(
        f"""
        create or replace temp table landing_fates as
        with candidates as (
            select cast(null as bigint) as _rid, {load_id} as _load_id, _file_id, _line, _key_hash,
                _source_relation, {columns}
            from {STAGE}
            where _rule is null and _key_hash in (select _key_hash from landing_contested)
            union all
            select _rid, _load_id, _file_id, _line, _key_hash, _source_relation, {columns}
            from landing_old
        ),
        hashed as (select *, {cursor} as _cursor, {_content(table)} as _content from candidates),
        placed as (
            select *,
                row_number() over (
                    partition by _key_hash
                    order by _cursor desc nulls last,
                        case when _cursor is not null then _content end asc nulls last,
                        _load_id desc, _file_id desc, _line desc
                ) as _place,
                row_number() over (
                    partition by _key_hash, _content
                    order by _rid is null, _load_id, _file_id, _line
                ) as _copy
            from hashed
        ),
        judged as (
            select *,
                first_value(_content) over (
                    partition by _key_hash order by _place
                ) as _best_content,
                first_value(_content) over (
                    partition by _key_hash, _cursor, case when _cursor is null then _file_id end
                    order by _place
                ) as _version_content
            from placed
        )
        select * exclude (_best_content, _version_content, _place, _copy),
            case
                when _content = _best_content and _copy = 1 then 'kept'
                when _content <> _version_content then 'conflict'
                when _copy > 1 then 'duplicate'
                else 'superseded'
            end as _fate
        from judged
        """
    )


def _record_changes(con, table: Table, load_id: int, contested: int) -> None:
    """Days of rows that arrive and of rows that they replace."""
    day = _day(table)
    fresh = "_rule is null"
    touched = ""
    if contested:
        fresh += " and _key_hash not in (select _key_hash from landing_contested)"
        touched = (
            f"union select {day} from landing_fates "
            "where (_rid is null and _fate = 'kept') or (_rid is not null and _fate <> 'kept')"
        )
    _insert_changes(
        con, table, load_id, f"select distinct {day} as day from {STAGE} where {fresh} {touched}"
    )


def _insert_changes(con, table: Table, load_id: int, days: str) -> None:
    con.execute(
        f"""
        insert into landing.changed_partitions
        select {load_id}, {quote(table.source)}, {quote(table.name)}, changed.day
        from ({days}) as changed
        where not exists (
            select 1 from landing.changed_partitions as known
            where known.load_id = {load_id} and known.source_name = {quote(table.source)}
                and known.table_name = {quote(table.name)}
                and known.partition_day is not distinct from changed.day
        )
        """
    )


def _quarantine(con, table: Table, load_id: int, contested: int) -> None:
    """Rule breakers of the stage and losers of key conflicts, new and stored ones."""
    _insert_quarantine(con, table, load_id, f"(select * from {STAGE} where _rule is not null)")
    if contested:
        cursor = quote(table.cursor) if table.cursor else "null"
        _insert_quarantine(
            con,
            table,
            load_id,
            f"(select _source_relation, _file_id, _line, 'key_conflict' as _rule, "
            f"{cursor} as _column, cast(_cursor as varchar) as _value, "
            f"{_stored_raw(table)} as _raw from landing_fates where _fate = 'conflict')",
        )


def _stored_raw(table: Table) -> str:
    pairs = ", ".join(
        f"{quote(c.name)}, "
        + (
            f"case when {name(c.name)} is not null then '***' end"
            if c.pii
            else f"left(cast({name(c.name)} as varchar), 256)"
        )
        for c in table.columns
    )
    return f"cast(json_object({pairs}) as varchar)"


def _masked(table: Table, rule: str, raw: str) -> str:
    """Raw text as quarantine may hold it: no e-mail and ip addresses; and where a table has columns
    of names or free text, nothing of a line whose cells are not known."""
    text = f"regexp_replace(regexp_replace({raw}, '{EMAIL}', '***', 'g'), '{IP}', '***', 'g')"
    if any(c.pii in ("name", "scan") for c in table.columns):
        unknown = f"{rule} in ('unreadable_line', 'wrong_encoding')"
        text = f"case when {unknown} then '*** (may hold personal data)' else {text} end"
    elif not any(c.pii for c in table.columns):
        text = f"regexp_replace({raw}, '{EMAIL}', '***', 'g')"
    return f"left({text}, {MAX_RAW_TEXT})"


def _quarantine_id(file_id: str, line: str, rule: str) -> str:
    return f"md5(concat_ws(':', {file_id}, {line}, {rule}))"


def _insert_quarantine(con, table: Table, load_id: int, rows: str) -> None:
    con.execute(
        f"""
        insert into landing.quarantine
        select {_quarantine_id("bad._file_id", "bad._line", "bad._rule")}, {load_id},
            {quote(table.source)}, bad._source_relation, {quote(table.name)}, files.path, bad._line,
            bad._rule, bad._column, regexp_replace(bad._value, '{EMAIL}', '***', 'g'),
            {_masked(table, "bad._rule", "bad._raw")}
        from {rows} as bad
        join landing.files as files on bad._file_id = files.file_id
        """
    )


def _move(con, table: Table, load_id: int, contested: int) -> None:
    """Replaced rows out, winners in."""
    names = [name(c.name) for c in table.columns]
    columns = ", ".join([*names, *ROW_COLUMNS])
    values = ", ".join([*names, "_source_relation", str(load_id), "_file_id", "_line", "_key_hash"])
    fresh = "_rule is null"
    if contested:
        fresh += " and _key_hash not in (select _key_hash from landing_contested)"
        con.execute(
            f"delete from {table.relation} where rowid in (select _rid from landing_fates "
            "where _rid is not null and _fate <> 'kept')"
        )
        con.execute(
            f"insert into {table.relation} ({columns}) select {values} from landing_fates "
            "where _rid is null and _fate = 'kept'"
        )
    con.execute(
        f"insert into {table.relation} ({columns}) select {values} from {STAGE} where {fresh}"
    )


def _count(con, table: Table, contested: int) -> None:
    """Set the counts of the staged files; move those of older files whose rows were replaced."""
    lost = "select null as _file_id, null as _fate, true as _is_old where false"
    if contested:
        lost = (
            "select _file_id, _fate, _rid is not null as _is_old "
            "from landing_fates where _fate <> 'kept'"
        )
    con.execute(
        f"""
        update landing.files
        set rows_in = rows_in + counts.arrived,
            rows_kept = rows_kept + counts.arrived - counts.broken - counts.lost,
            rows_duplicate = rows_duplicate + counts.duplicate,
            rows_superseded = rows_superseded + counts.superseded,
            rows_quarantined = rows_quarantined + counts.broken + counts.conflict
        from (
            select _file_id, sum(arrived) as arrived, sum(broken) as broken, sum(lost) as lost,
                sum(duplicate) as duplicate, sum(superseded) as superseded,
                sum(conflict) as conflict
            from (
                select _file_id, count(*) as arrived, count(_rule) as broken, 0 as lost,
                    0 as duplicate, 0 as superseded, 0 as conflict
                from {STAGE}
                group by _file_id
                union all
                select _file_id, 0, 0, count(*), count(*) filter (_fate = 'duplicate'),
                    count(*) filter (_fate = 'superseded'), count(*) filter (_fate = 'conflict')
                from ({lost})
                group by _file_id
            )
            group by _file_id
        ) as counts
        where files.file_id = counts._file_id
        """
    )
