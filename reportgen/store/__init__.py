"""Results on disk: trajectories, probes, and the results that later stages read."""
