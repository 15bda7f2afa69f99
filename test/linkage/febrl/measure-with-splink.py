"""Splink (github.com/moj-analytical-services/splink) on one Febrl set, for `test/linkage/measure.ts`.

Reads two CSV files of people (id, given_name, family_name, date_of_birth, postcode, nhs_number) and writes JSON: for each
threshold, how many of those asked about have their own record as the best one, and how many another's. Trained without
labels, by random pairs and expectation maximisation, with the comparisons its documentation proposes for such fields.
"""
import json
import sys

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

held_path, asked_path, with_number = sys.argv[1], sys.argv[2], sys.argv[3] == "number"
connection = duckdb.connect()
frames = {
    name: connection.sql(f"select * from read_csv('{path}', all_varchar = true, nullstr = '')")
    for name, path in (("held", held_path), ("asked", asked_path))
}

comparisons = [
    cl.JaroWinklerAtThresholds("given_name", [0.9, 0.8]),
    cl.JaroWinklerAtThresholds("family_name", [0.92, 0.8]),
    cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
    cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
]
blocks = [
    block_on("date_of_birth"),
    block_on("postcode"),
    block_on("given_name", "family_name"),
]
if with_number:
    comparisons.append(cl.ExactMatch("nhs_number"))
    blocks.append(block_on("nhs_number"))

settings = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="id",
    comparisons=comparisons,
    blocking_rules_to_generate_predictions=blocks,
    retain_intermediate_calculation_columns=False,
)
api = DuckDBAPI(connection)
linker = Linker([api.register(frame, table_name=name) for name, frame in frames.items()], settings)
linker.training.estimate_probability_two_random_records_match(
    [block_on("given_name", "family_name", "date_of_birth")], recall=0.6
)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("given_name", "family_name"))
pairs = linker.inference.predict(threshold_match_probability=0.01).as_record_list()


def person(record):
    return "-".join(record.split("-")[:2])


originals = {row[0] for row in frames["held"].select("id").fetchall()}
best = {}
for pair in pairs:
    left, right, score = pair["id_l"], pair["id_r"], pair["match_probability"]
    held, asked = (left, right) if left in originals else (right, left)
    if score > best.get(asked, ("", 0.0))[1]:
        best[asked] = (held, score)
answer = []
for threshold in (0.5, 0.85, 0.95, 0.99, 0.999):
    taken = [(asked, held) for asked, (held, score) in best.items() if score >= threshold]
    right_ones = sum(person(asked) == person(held) for asked, held in taken)
    answer.append({"threshold": threshold, "right": right_ones, "wrong": len(taken) - right_ones})
print(json.dumps(answer))
