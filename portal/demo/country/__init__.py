"""An invented country of 200 people and 40 employers, in which every case of the law is found.

`employers.csv`, `names.toml`, `titles.csv`, `providers.csv` and `cast_*.toml` beside these modules
are its material: `cast` are people written by hand, `crowd` draws the others from a fixed seed.
"""

from portal.demo.country.dates import AS_OF
from portal.demo.country.write import write_country

__all__ = ["AS_OF", "write_country"]
