"""The scorecard that leaders open: one HTML file per snapshot, made from its own marts, offline.

Belongs here: `panels/` says what is shown and which SQL gives it, `marks.py` how charts and tables
look, `render.py` reads, draws and writes. Does not belong here: business rules; a figure that needs
more than a sum or a share of published columns belongs in a mart.
"""
