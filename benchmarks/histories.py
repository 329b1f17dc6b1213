"""Count generated careers of known truth, with DuckDB, pandas, polars and Spark.

    python benchmarks/histories.py [--rows 1,5,20] [--engines duckdb,pandas,polars,local[1],local[2]] [--seeds 1]

The careers are generated (`generated_careers`), not those of people. Each engine counts the same file in a process of
its own, one after the other. A row of the report has the rows in millions, the engine, and the seconds of the clock and
of the processor. The row also has the most memory of the process in MiB. Java's processor time and memory, which are
Spark's, are not in it. pandas and polars follow the same rules by their own means; they read Parquet, and leave out the
estimates.

For DuckDB, the report also compares shares and times with the truth: how often the intervals of 95 % hold it, and the
mean error. A quarter is the finest date, so an interval of months is wider by one quarter on each side. At the end, it
tells what a thousand million rows would need if the time for each row stays the same.

The packages are those of the extra `spark`, and polars.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from generated_careers import AS_OF, UNKNOWN, make_truth, write_careers, write_graph

import mlgraph
from mlgraph.histories.dates import DAYS, count_days, is_open, read_day
from mlgraph.reading import read_date

GAP, LEAST, OPEN = 12 * DAYS, 30, 10**7
MILLION = 1_000_000


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="1,5,20", help="millions of rows")
    parser.add_argument("--engines", default="duckdb,pandas,polars,local[1],local[2]")
    parser.add_argument("--one", nargs=3, metavar=("ENGINE", "CAREERS", "GRAPH"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        measure(*given.one)
        return
    truth, per_row = make_truth(), 0.0
    print("generated careers, not those of people\n\nmillion rows  engine     clock s  processor s     MiB  moves")
    with TemporaryDirectory() as folder:
        graph, careers = Path(folder, "posts.toml"), Path(folder, "careers.parquet")
        write_graph(graph)
        for millions in map(float, given.rows.split(",")):
            rows = write_careers(careers, int(millions * MILLION), truth)
            for engine in given.engines.split(","):
                line = [sys.executable, __file__, "--one", engine, str(careers), str(graph)]
                done = subprocess.run(line, capture_output=True, text=True)
                if done.returncode:
                    print(f"{millions:12g}  {engine:9}  failed: {done.stderr.strip().splitlines()[-1:]}")
                    continue
                found = json.loads(done.stdout.splitlines()[-1])
                took = f"{found['clock']:7.1f}  {found['processor']:11.1f}  {found['memory']:6.0f}"
                print(f"{millions:12g}  {engine:9}  {took}  {len(found['moves']):5}", flush=True)
                if engine == "duckdb":
                    judge(found["moves"], truth)
                    per_row = found["processor"] / rows
    if per_row:
        hours = per_row * 1000 * MILLION / 3600
        print(f"\n1,000 million rows, at {per_row * MILLION:.1f} s for a million: {hours:.0f} hours of one core")


def judge(moves: list[dict], truth) -> None:
    """Print how well shares and times are recovered."""
    shares, errors, holds, relative = [], [], [], []
    for move in moves:
        post, target = (int(move[end]["id"].removeprefix("post-")) for end in ("from", "to"))
        if target not in truth.targets[post]:
            print(f"              a move that nobody makes: {post} -> {target}, {move['people']} people")
            continue
        which = list(truth.targets[post]).index(target)
        share = truth.shares[post, which] * (1 - UNKNOWN)
        shares.append(move["share_low"] <= share <= move["share_high"])
        errors.append(move["share"] - share)
        for chance, months, low, high in zip((0.1, 0.5, 0.9), move["months"], move["low"], move["high"], strict=True):
            if months is not None:
                true = truth.find_quantile(post, which, chance)
                holds.append(low - 3 <= true <= (high if high is not None else np.inf) + 3)
                relative.append(months / true - 1)
    space = " " * 14
    print(f"{space}shares: {np.mean(shares):.0%} in their intervals, mean error {np.mean(errors):+.4f}", end="")
    print(f", mean absolute error {np.mean(np.abs(errors)):.4f}")
    print(f"{space}months: {np.mean(holds):.1%} in their intervals, mean error {np.mean(relative):+.1%}", flush=True)


def measure(engine: str, careers: str, graph_file: str) -> None:
    """Count with one engine, and print its moves, time and memory as JSON."""
    graph = mlgraph.load(graph_file)
    begin = time.perf_counter(), time.process_time()
    if engine in ("pandas", "polars"):
        counts = {"pandas": count_with_pandas, "polars": count_with_polars}[engine](graph, careers)
        moves = [{"people": people} for people in counts if people >= LEAST]
    else:
        found = mlgraph.count_histories(
            graph, [careers], format="jobhop", as_of=read_date(AS_OF)[1], engine=engine, least=LEAST
        )
        moves = found.to_dict()["moves"]
    clock, processor = time.perf_counter() - begin[0], time.process_time() - begin[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"clock": clock, "processor": processor, "memory": memory, "moves": moves}))


def lookups(graph, starts, ends, codes) -> tuple[dict[str, int], dict[str, int], dict[str, int], int]:
    """Return the numbers of starts, of ends and of codes, and the end of the histories."""
    roles = {code.partition(":")[2]: n for n, role in enumerate(sorted(graph)) for code in graph.nodes[role]["same_as"]}
    last = {text: OPEN if is_open(text) else read_day(text) for text in ends}
    first = {text: read_day(text) for text in starts}
    return first, last, {code: roles.get(code, -1) for code in codes}, count_days(read_date(AS_OF)[1])


def count_with_pandas(graph, careers: str) -> list[int]:
    """Return the people of each move, by the same rules."""
    import pandas as pd

    rows = pd.read_parquet(careers, columns=["resume_id", "start_date", "end_date", "matched_code"])
    texts = (rows[name].unique() for name in ("start_date", "end_date", "matched_code"))
    first, last, posts, end = lookups(graph, *texts)
    rows = pd.DataFrame(
        {
            "person": rows["resume_id"],
            "post": rows["matched_code"].map(posts),
            "start": rows["start_date"].map(first),
            "end": rows["end_date"].map(last),
        }
    )
    rows = rows[(rows["start"] <= end) & (rows["end"] >= rows["start"])].assign(
        end=lambda each: each["end"].clip(upper=end)
    )
    rows = rows.sort_values(["person", "post", "start", "end"], ascending=[True, True, True, False])
    of_post = rows.groupby(["person", "post"], sort=False)
    until = of_post["end"].cummax().groupby([rows["person"], rows["post"]], sort=False).shift()
    rows["spell"] = (~(rows["start"] <= until + DAYS)).cumsum()
    first_of_all = {"person": ("person", "first"), "post": ("post", "first"), "start": ("start", "first")}
    rows = rows.groupby("spell", sort=False, as_index=False).agg(**first_of_all, end=("end", "max"))
    rows["long"] = rows["end"] > rows["start"]
    rows = rows.sort_values(["person", "start", "long", "end", "post"], ascending=[True, True, True, False, True])
    until = rows.groupby("person", sort=False)["end"].cummax().groupby(rows["person"], sort=False).shift()
    before = rows.groupby("person", sort=False)["start"].shift()
    rows = rows[~((rows["end"] <= until) & ((rows["start"] < until) | (rows["start"] == before)))]
    rows = rows.sort_values(["person", "start", "end"])
    of_person = rows.groupby("person", sort=False)
    goes_on = (rows["post"] == of_person["post"].shift()) & (rows["start"] <= of_person["end"].shift() + GAP)
    rows["spell"] = (~goes_on).cumsum()
    rows = rows.groupby("spell", sort=False, as_index=False).agg(**first_of_all, end=("end", "last"))
    of_person = rows.groupby("person", sort=False)
    rows["target"], rows["next"] = of_person["post"].shift(-1), of_person["start"].shift(-1)
    moves = rows[(rows["post"] >= 0) & (rows["target"] >= 0) & (rows["next"] <= rows["end"] + GAP)]
    return moves.groupby(["post", "target"])["person"].nunique().tolist()


def count_with_polars(graph, careers: str) -> list[int]:
    """Return the people of each move, by the same rules."""
    import polars as pl

    read = pl.scan_parquet(careers).select("resume_id", "start_date", "end_date", "matched_code")
    texts = (
        read.select(pl.col(name).unique()).collect()[name].to_list()
        for name in ("start_date", "end_date", "matched_code")
    )
    first, last, posts, end = lookups(graph, *texts)

    def number(column: str, numbers: dict[str, int]) -> pl.Expr:
        return pl.col(column).replace_strict(numbers, return_dtype=pl.Int32)

    rows = read.select(
        person="resume_id",
        post=number("matched_code", posts),
        start=number("start_date", first),
        end=number("end_date", last),
    )
    rows = rows.filter(pl.col("start") <= end, pl.col("end") >= pl.col("start")).with_columns(
        pl.col("end").clip(upper_bound=end)
    )
    rows = rows.sort("person", "post", "start", "end", descending=[False, False, False, True])
    until = pl.col("end").cum_max().shift().over("person", "post")
    rows = rows.with_columns(spell=(pl.col("start") <= until + DAYS).fill_null(False).not_().cum_sum())
    rows = rows.group_by("spell", maintain_order=True).agg(
        pl.col("person", "post", "start").first(), pl.col("end").max()
    )
    rows = rows.with_columns(long=pl.col("end") > pl.col("start"))
    rows = rows.sort("person", "start", "long", "end", "post", descending=[False, False, False, True, False])
    until, before = pl.col("end").cum_max().shift().over("person"), pl.col("start").shift().over("person")
    inside = (pl.col("end") <= until) & ((pl.col("start") < until) | (pl.col("start") == before))
    rows = rows.filter(inside.fill_null(False).not_()).sort("person", "start", "end")
    goes_on = (pl.col("post") == pl.col("post").shift().over("person")) & (
        pl.col("start") <= pl.col("end").shift().over("person") + GAP
    )
    rows = rows.with_columns(spell=goes_on.fill_null(False).not_().cum_sum())
    rows = rows.group_by("spell", maintain_order=True).agg(
        pl.col("person", "post", "start").first(), pl.col("end").last()
    )
    rows = rows.with_columns(
        target=pl.col("post").shift(-1).over("person"), next=pl.col("start").shift(-1).over("person")
    )
    moves = rows.filter(pl.col("post") >= 0, pl.col("target") >= 0, pl.col("next") <= pl.col("end") + GAP)
    return moves.group_by("post", "target").agg(pl.col("person").n_unique()).collect()["person"].to_list()


if __name__ == "__main__":
    main()
