"""Demo phones: managers on their rounds, posting to the real API as phones in the field do.

They read who works where from the feeds on disk and use nothing else but HTTP: ``POST /api/v1/visits``,
``/positions``, ``/photos`` with the gateway's bearer token. **Demo phones do not keep working hours**: they walk at
night and on Sundays, so that the screen lives whenever somebody looks. (Feeds follow the calendar.)

A few visits are fakes, so that integrity checks have something to find; their labels go to
``<HOME>/world/truth/phone_fakes.jsonl`` and nowhere else.
"""
