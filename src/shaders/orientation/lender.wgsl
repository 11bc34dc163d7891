// Whose normal a point beside a sharp edge takes over: the neighbour's on whose plane it lies (docs/algorithm.md,
// "Sharp edges"). Measured: who borrows, who lends, how far apart their normals may be, and how much a distant lender
// is worse than a near one.
const BORROWER_CONFIDENCE = 0.97;
const LENDER_CONFIDENCE = 0.985;
const LEAST_COSINE = 0.2;
const DISTANCE_COST = 0.02;

// How badly a lender's plane fits: how far it passes the borrower, and a little of the distance between the two;
// 3.4e38 where it does not lend. `between` leads from the lender to the borrower, `squared` is its square.
fn lender_offset(own: vec3f, lent: vec4f, between: vec3f, squared: f32) -> f32 {
  if (lent.w < LENDER_CONFIDENCE || dot(lent.xyz, own) < LEAST_COSINE) {
    return 3.4e38;
  }
  return abs(dot(between, lent.xyz)) + DISTANCE_COST * sqrt(squared);
}
