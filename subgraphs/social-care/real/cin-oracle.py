"""Runs the published CIN validator over a return and writes, for each rule, the LAchildIDs that it names, as JSON.

Usage: cin-oracle.py FOLDER_OF_THE_VALIDATOR RETURN.xml YEAR. The validator (data-to-insight/csc-validator-be-cin) is no part
of this project: it is fetched by the suite that asks it.
"""
import contextlib
import json
import sys
import xml.etree.ElementTree as ET

folder, file, year = sys.argv[1:4]
sys.path.insert(0, folder)
with contextlib.redirect_stdout(sys.stderr):
    from cin_validator import cin_validator
    from cin_validator.rules.ruleset_utils import get_year_ruleset

    tables = cin_validator.process_data(cin_validator.convert_data(ET.parse(file).getroot()))
    validator = cin_validator.CinValidator(tables, get_year_ruleset(year))
found = {}
for rule, child in zip(validator.full_issue_df["rule_code"], validator.full_issue_df["child_id"]):
    found.setdefault(str(rule), set()).add(str(child))
rules = sorted(str(code) for code in get_year_ruleset(year))
print(json.dumps({"rules": rules, "found": {rule: sorted(children) for rule, children in found.items()}}))
