"""What each column tells of people, and how long it is kept: a new column must say so too.

`public`: nothing of a person that is secret, such as an enterprise's name or a moment of ours.
`personal`: about somebody who can be found. `sensitive`: opens something, or hurts when it leaks.
"""

from datetime import timedelta
from typing import Final

from portal.models.retention import Keeping, Retention, keeping

_RECORD: Final = Retention(
    "as long as the learning account of the person; by the Belgian dates it ends with the regime"
    " `destroyed` of the law (`portal/law/parameters/registration.toml`)"
)
_SOURCES: Final = Retention("as long as the authentic sources name it")
_ENTERPRISE: Final = Retention("as long as a record names the enterprise")

# What a declaration says of whoever declared it, in every version.
_RECORDED: Final = (
    "version record_state reference registered_by registered_quality channel submission_id"
    " registered_at cancel_reason"
)
_TRAINING: Final = (
    f"person_id training_id {_RECORDED} enterprise_number title language nature status start_date"
    " end_date duration_minutes counts_for_right not_counting_reason charged_minutes provider_name"
    " provider_enterprise_number certificate_obtained certificate_valid_until financing"
    " to_verify verified_by verified_at"
)
_RIGHT: Final = f"person_id training_right_id {_RECORDED} enterprise_number year kind days comment"

KEEPING: Final[dict[str, Keeping]] = {
    "person": keeping(
        _RECORD,
        personal="person_id family_name given_names language",
        sensitive="birth_date birth_place email",
    ),
    "directory": keeping(
        _RECORD,
        public="key_id changed_at",
        personal="person_id state",
        sensitive="number_index sealed replaced_by",
    ),
    "number_key": keeping(
        Retention("as long as numbers or backups stand under the key"),
        public="key_id state since retired_at",
        sensitive="proof",
        outlives=True,
    ),
    "employment": keeping(
        _RECORD,
        personal=(
            "person_id employment_id enterprise_number joint_committee start_date end_date"
            " weekly_minutes"
        ),
        sensitive="end_reason",
    ),
    "work_regime": keeping(_RECORD, personal="person_id employment_id from_date work_regime"),
    "training": keeping(_RECORD, personal=_TRAINING),
    "training_version": keeping(_RECORD, personal=_TRAINING),
    "training_right": keeping(_RECORD, personal=_RIGHT),
    "training_right_version": keeping(_RECORD, personal=_RIGHT),
    "right_check": keeping(
        _RECORD,
        public="checked_by",
        personal="person_id enterprise_number checked_at year",
    ),
    "balance_notice": keeping(
        _RECORD,
        public="handed_by",
        personal="person_id enterprise_number year handed_on noted_by noted_at",
    ),
    "declared_reference": keeping(
        _RECORD,
        public="declarant record_kind",
        personal="reference person_id record_id content warnings",
    ),
    "attestation": keeping(
        _RECORD,
        personal=(
            "person_id attestation_id scope year enterprise_number training_id first_date"
            " last_date with_number language issued_at withdrawn_at"
        ),
        sensitive="code_start facts_digest pdf_digests",
    ),
    "attestation_code": keeping(
        _RECORD, personal="person_id attestation_id", sensitive="code_hash"
    ),
    "calendar_address": keeping(
        Retention("as long as its owner wants it"),
        personal="person_id language made_at",
        sensitive="address_hash",
    ),
    "credential": keeping(
        _RECORD, public="status_index", personal="person_id training_id version issued_at"
    ),
    "look": keeping(
        _RECORD,
        public="channel data_group hash previous_hash role sequence",
        personal="person_id looked_at looker_id organisation through reason",
    ),
    "look_chain": keeping(
        _RECORD, public="sequence previous_hash hash", personal="person_id holder_id"
    ),
    "anchored_look": keeping(_RECORD, public="day sequence hash", personal="person_id"),
    "look_anchor": keeping(
        Retention("as long as looks that it covers"), public="day anchored_at chains root"
    ),
    "employer": keeping(_ENTERPRISE, public="enterprise_number name nsso_number"),
    "employer_size": keeping(_ENTERPRISE, public="enterprise_number quarter fte headcount"),
    "mandate": keeping(
        _SOURCES,
        public="holder_enterprise_number mandator_enterprise_number from_quarter until_quarter"
        " decided_at revoked_at",
    ),
    "representative": keeping(
        _SOURCES,
        personal="person_id enterprise_number role since decided_at revoked_at",
    ),
    "access_act": keeping(
        _ENTERPRISE,
        public="access_act_id enterprise_number act holder_enterprise_number from_quarter"
        " until_quarter",
        personal="decided_at decided_by person_id role",
    ),
    "sender": keeping(
        _SOURCES,
        public="sender_number enterprise_number quality public_key certificate client_id jwks",
    ),
    "feed_load": keeping(
        Retention("as long as the records that it brought"), public="feed_load_id loaded_at counts"
    ),
    "session": keeping(
        Retention("until it ends; the row goes when the person signs in again", "absolute_end_at"),
        public="provider level journal_position",
        personal=(
            "session_id person_id language auth_time created_at last_seen_at idle_end_at"
            " absolute_end_at revoked_at acting_for acting_through"
        ),
        sensitive="session_hash subject provider_sid",
    ),
    "sign_in_attempt": keeping(
        Retention("for 30 minutes", "created_at", timedelta(minutes=30)),
        public="provider language least_level created_at",
        personal="next_path",
        sensitive="state_hash browser_hash nonce code_verifier",
    ),
    "spent_token": keeping(
        Retention("until the token expires by itself", "expires_at"),
        public="expires_at",
        sensitive="token_hash",
    ),
    "submission": keeping(
        Retention("as long as the records that it made"),
        public="submission_id declarant quality channel reference content state total cursor fence"
        " tries lease_until received_at done_at trace_id",
        sensitive="payload",
    ),
    "submission_file": keeping(
        Retention("as long as the records that it made; the copy of the file goes when it is done"),
        public="submission_id sender_number file_name environment size spool_name acknowledged_at"
        " answered_at",
        personal="refusal uploaded_by",
    ),
    "submission_outcome": keeping(
        Retention("as long as the records that it made"),
        public="submission_id place reference enterprise_number result record_kind version",
        personal="record_id issues",
    ),
    "submission_employer": keeping(
        Retention("as long as the submission of which it tells"),
        public="enterprise_number submission_id channel received_at accepted"
        " accepted_with_warnings rejected unchanged first_place last_place",
    ),
    "training_entry": keeping(
        Retention(
            "until 90 days after a draft was last touched; declared, as long as its trainings",
            "changed_at",
            timedelta(days=90),
            "state = 'draft'",
        ),
        public="entry_id enterprise_number declarant state reference begun_at changed_at",
        personal="person_id fields",
    ),
    "training_entry_worker": keeping(
        Retention("as long as the entry of which it is a part"),
        public="entry_id place",
        personal="person_id record_id",
    ),
    "unsent_form": keeping(
        Retention("for 7 days after it was left", "kept_at", timedelta(days=7)),
        public="acting_for",
        personal="person_id unsent_id address kept_at",
        sensitive="content",
    ),
    "sheet_import": keeping(
        Retention("until 30 days after its last change", "changed_at", timedelta(days=30)),
        public="import_id enterprise_number declarant quality language state total done counts"
        " submission_id fence lease_until received_at changed_at",
        personal="person_id file_name refusal",
        sensitive="payload findings",
    ),
    "employer_statistics": keeping(
        _ENTERPRISE,
        public="enterprise_number year asked answered reckoned_at figures",
    ),
    "try_window": keeping(
        Retention("for the five minutes in which tries are counted", "ends_at"),
        public="kind tries ends_at",
        sensitive="who_hash",
    ),
    "worker_beat": keeping(
        Retention("for a day after its last beat", "beaten_at", timedelta(days=1)),
        public="worker_id began_at beaten_at",
    ),
    "destruction": keeping(
        Retention("as long as somebody may ask what became of the records"),
        public="sequence destroyed_at table_name rule until rows keys_hash hash",
        outlives=True,
    ),
}
