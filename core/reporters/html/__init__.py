"""A page for the browser (网页): one file that holds everything, with the reports' tables drawn and the faults marked.

:mod:`gouji.reporters.html.view` settles what is shown, ``page.jinja`` where it stands, ``page.css`` how it looks;
``page.js`` filters, folds and moves about, and nothing is missing from the page without it.
"""
