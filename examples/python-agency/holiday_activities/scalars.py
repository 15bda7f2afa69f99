"""Dates that are dates."""
import re
from datetime import date, datetime

from ariadne import ScalarType


def scalar(name, fits):
    made = ScalarType(name)

    def read(value):
        if not isinstance(value, str) or not fits(value):
            raise ValueError(f"expected a {name}")
        return value

    made.set_serializer(read)
    made.set_value_parser(read)
    return made


def is_day(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and date.fromisoformat(text) is not None


def is_instant(text):
    return re.search(r"T.*(Z|[+-]\d\d:\d\d)$", text) is not None and datetime.fromisoformat(text) is not None


DATE, DATE_TIME = scalar("Date", is_day), scalar("DateTime", is_instant)
