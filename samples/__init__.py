"""Sample people and a simulated office: for the demo, the tests and the benchmarks; never part of the product."""
