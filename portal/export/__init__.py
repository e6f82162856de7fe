"""Take it with you: all that the portal holds of a person, in one file, and back from that file."""
