"""Chain the looks, anchor them, and let nobody change them."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"

# As `portal.account.chain` had it when these looks were chained.
CONTENT = """sha256(convert_to(json_build_array(
    extract(epoch FROM look.looked_at), look.looker_id, look.organisation, look.through,
    look.role, look.reason, look.data_group, look.channel
)::text, 'UTF8'))"""
CHAIN = f"""
    WITH RECURSIVE linked AS (
        SELECT look.person_id, look.sequence, ''::bytea AS previous_hash,
            sha256(uuid_send(look.person_id) || int8send(1) || {CONTENT}) AS hash
        FROM look
        WHERE look.sequence = 1
        UNION ALL
        SELECT look.person_id, look.sequence, linked.hash,
            sha256(linked.hash || uuid_send(look.person_id) || int8send(look.sequence) || {CONTENT})
        FROM linked
        JOIN look ON look.person_id = linked.person_id AND look.sequence = linked.sequence + 1
    )
    UPDATE look
    SET previous_hash = linked.previous_hash, hash = linked.hash
    FROM linked
    WHERE look.person_id = linked.person_id AND look.sequence = linked.sequence
"""  # noqa: S608 - our own words

# For everybody, the owner of the tables too: who wants to change a look must first say so to the
# database, by switching the trigger off.
ONLY_GROWS = """
    CREATE FUNCTION look_log_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'The look log only grows: % of % is refused.', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END
    $$
"""
REFUSED = {
    "look": "UPDATE OR DELETE OR TRUNCATE",
    "look_chain": "DELETE OR TRUNCATE",
    "anchored_look": "UPDATE OR DELETE OR TRUNCATE",
    "look_anchor": "UPDATE OR DELETE OR TRUNCATE",
}

# The role in which the pages run, where we may make one; `portal db upgrade` says what it may do.
WEB_ROLE = """
    DO $$
    BEGIN
        IF (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
            CREATE ROLE portal_web LOGIN;
        END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;  -- it serves another database of the same server already
    END
    $$
"""


def upgrade() -> None:
    """Chain the looks, anchor them, and let nobody change them."""
    _make_tables()
    _chain_what_is_there()
    op.execute(ONLY_GROWS)
    for table, acts in REFUSED.items():
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE {acts} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION look_log_only_grows()"
        )
    op.execute(WEB_ROLE)


def _make_tables() -> None:
    op.create_table(
        "look_chain",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_look_chain")),
        postgresql_with={"fillfactor": 60},
    )
    op.create_index(op.f("ix_look_chain_holder_id"), "look_chain", ["holder_id"])
    op.create_table(
        "anchored_look",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_anchored_look")),
    )
    op.create_index(op.f("ix_anchored_look_day_person_id"), "anchored_look", ["day", "person_id"])
    op.create_table(
        "look_anchor",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("anchored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chains", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_look_anchor")),
    )


def _chain_what_is_there() -> None:
    op.add_column("look", sa.Column("sequence", sa.BigInteger()))
    op.add_column("look", sa.Column("through", sa.Text()))
    op.add_column("look", sa.Column("previous_hash", sa.LargeBinary()))
    op.add_column("look", sa.Column("hash", sa.LargeBinary()))
    op.execute("""
        UPDATE look
        SET sequence = placed.sequence
        FROM (
            SELECT person_id, look_id, row_number() OVER (
                PARTITION BY person_id ORDER BY looked_at, look_id
            ) AS sequence
            FROM look
        ) AS placed
        WHERE look.person_id = placed.person_id AND look.look_id = placed.look_id
    """)
    op.drop_constraint("pk_look", "look")
    op.drop_column("look", "look_id")
    op.create_primary_key("pk_look", "look", ["person_id", "sequence"])
    op.execute(CHAIN)
    op.alter_column("look", "previous_hash", nullable=False)
    op.alter_column("look", "hash", nullable=False)
    op.execute("""
        INSERT INTO look_chain (person_id, holder_id, sequence, previous_hash, hash)
        SELECT DISTINCT ON (person_id) person_id, person_id, sequence, previous_hash, hash
        FROM look
        ORDER BY person_id, sequence DESC
    """)
