"""Documents: prose and evidence composed for one reader, then HTML and PDF."""
