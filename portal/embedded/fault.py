"""What the embedded server can say when it cannot do its work."""


class ServerFault(Exception):
    """The embedded PostgreSQL cannot be started or stopped; its text is a sentence for people."""
