"""A training as credentials for machines, signed by the key of the seal.

As SD-JWT VC, as Open Badges 3.0 and as European Digital Credential (European Learning Model).

`choosing` gives an issuer, as `port` describes it, where the optional extra `credentials` is
installed, and None where it is not. `claims` and `european` say what is claimed, `issuing`
alone knows the library that signs the first two, `jades` seals the third, `taken` puts
credentials into an export.
"""
