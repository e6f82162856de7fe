"""Pages for people: each view guards, asks one room one question and renders."""
