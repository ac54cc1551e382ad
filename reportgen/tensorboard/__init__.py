"""What TensorBoard shows of a lab: its logs, written from the store, and the server itself.

The only place that knows TensorBoard. Nothing here trains, and nothing imports TensorFlow.
"""
