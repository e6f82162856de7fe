"""The web service: software declares and asks, and every answer is JSON.

An application of its own under `/REST`, so that nothing of the pages (cookies, forms, languages,
error pages) can reach an answer for software. Who reads: `service` puts it together, `problems`
says what went wrong, `clients` who asks, `requests` what was asked; then one module a resource.
`openapi.yaml` is the contract, written by hand and tested to be what runs.
"""
