"""A training as credentials for machines: SD-JWT VC and Open Badges 3.0, signed by the seal's key.

`choosing` gives an issuer, as `port` describes it, where the optional extra `credentials` is
installed, and None where it is not. `claims` says what is claimed, `issuing` alone knows the
library that signs, `taken` puts credentials into an export.
"""
