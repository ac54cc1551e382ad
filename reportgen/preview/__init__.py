"""A local page that follows the writing of a lab: reloaded at each save, curves while it trains."""
