"""How declarations travel: forms in which outsiders write them, and the names things have there.

Never a rule: what may be declared is the door's to say. `names` turns names of code into names on
the wire and back, `sheet` reads spreadsheets (`separated` and `workbook` their two kinds,
`columns` and `cells` what stands in them), `declaring` hands a file to the door, `wording` puts
issues into sentences.
"""
