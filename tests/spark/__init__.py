"""The second engine gives the same cells. Needs Java 17; without it these tests are skipped."""
