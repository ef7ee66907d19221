"""How the calendar and the table of a case are written, by the command and by the page in the browser."""

import datetime

CALENDAR_HEAD = {"version": "2.0", "prodid": "-//playbook//case//EN", "method": "PUBLISH"}
"""How a calendar names its maker."""
FIRST_SEQUENCE = datetime.date(2020, 1, 1)
"""The day with the sequence number 0."""
MORNING = 9
"""The hour of alarms."""
BYTE_ORDER_MARK = "\ufeff"
"""The mark by which spreadsheets know that the text is UTF-8."""
