"""The names that prose may use: functions, filters, attributes, boxes. No code behind them."""

BOXES = ("note", "remarque", "attention", "rappel")
