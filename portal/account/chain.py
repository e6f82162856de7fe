"""How looks are chained: each one's hash covers all its fields and the hash of the one before."""

# The fields of a row called `look` that are alike for everybody whom one act of looking reaches.
# The moment as seconds since 1970, because a date as text depends on who asks.
CONTENT = """sha256(convert_to(json_build_array(
    extract(epoch FROM look.looked_at),
    look.looker_id,
    look.organisation,
    look.through,
    look.role,
    look.reason,
    look.data_group,
    look.channel
)::text, 'UTF8'))"""


def link(previous_hash: str, person_id: str, sequence: str, content: str) -> str:
    """Return the SQL of a look's hash; the arguments are the SQL of what it covers."""
    return f"sha256({previous_hash} || uuid_send({person_id}) || int8send({sequence}) || {content})"


# What the hash of a row called `look` must be.
LOOK_HASH = link("look.previous_hash", "look.person_id", "look.sequence", CONTENT)
