"""Opens the sealed files of a lake with DuckDB and with pandas, as docs/lake-format.md says.

    open_the_lake.py LAKE GRANULARITY [FILE...]

Prints one line of JSON for each series: source, factor, values, and the sum of those that may be used as evidence, once from
each program. FILE... are the names of the files that count (`jingwei lake status --json` lists them); without them the newest
generation of each day is taken, which is right while no server runs on the lake and no month is compacted.
"""

import json
import pathlib
import sys

import duckdb
import pandas
import pyarrow.parquet

# Bits 0, 1, 6 and 8: not a number, out of bounds, shared MN, unit unknown.
DOUBTFUL = 0b1_0100_0011
COLUMNS = ["source", "factor", "decimals", "value", "mark", "problems"]


def files_of(lake: pathlib.Path, granularity: str, named: list[str]) -> list[str]:
    """The files of values that count."""
    if named:
        return [str(lake / name) for name in named]
    newest: dict[str, tuple[int, pathlib.Path]] = {}
    for path in sorted((lake / "sealed" / granularity).glob("*/*.values.parquet")):
        period, generation, *_ = path.name.split(".")
        if period == "month":
            sys.exit(f"{path} holds a compacted month: name the files that count")
        newest[period] = max(newest.get(period, (0, path)), (int(generation), path))
    return [str(path) for _, path in newest.values()]


def with_duckdb(files: list[str]) -> dict[tuple[str, str], tuple[int, float]]:
    exact = any("value_exact" in pyarrow.parquet.read_schema(file).names for file in files)
    figure = "value / pow(10, decimals)"
    figure = f"coalesce(value_exact, {figure})" if exact else figure
    rows = duckdb.execute(
        f"""select source, factor, count(*),
                   fsum({figure}) filter (where mark in ('', 'N') and problems & {DOUBTFUL} = 0)
            from read_parquet(?, union_by_name = true) group by source, factor""",
        [files],
    ).fetchall()
    return {(source, factor): (count, total or 0.0) for source, factor, count, total in rows}


def with_pandas(files: list[str]) -> dict[tuple[str, str], tuple[int, float]]:
    table = pandas.concat(map(pandas.read_parquet, files))
    table["figure"] = table["value"] / 10.0 ** table["decimals"]
    if "value_exact" in table:
        table["figure"] = table["value_exact"].fillna(table["figure"])
    evidence = table["mark"].isin(["", "N"]) & (table["problems"] & DOUBTFUL == 0)
    table["figure"] = table["figure"].where(evidence)
    grouped = table.groupby(["source", "factor"])["figure"]
    return {key: (int(part.size), float(part.sum())) for key, part in grouped}


def main() -> None:
    lake, granularity, *named = sys.argv[1:]
    files = files_of(pathlib.Path(lake), granularity, named)
    for file in files:
        kind = pyarrow.parquet.read_metadata(file).metadata
        if kind.get(b"jingwei.format") != b"1":
            sys.exit(f"{file} is of another format")
    duck, panda = with_duckdb(files), with_pandas(files)
    for source, factor in sorted(duck):
        (count, total), (other_count, other_total) = duck[source, factor], panda[source, factor]
        print(json.dumps({"source": source, "factor": factor, "duckdb": [count, total],
                          "pandas": [other_count, other_total]}))


if __name__ == "__main__":
    main()
