// The walk of a tree sum, four queries to a thread. The file that includes this one declares
//   queries [m] vec4f, normalised (xyz); equal neighbours in the array should be neighbours in space
//   spheres [entryCount] centre and the squared distance beyond which the entry stands for all that it holds,
//           (2 radius)²; -1 for single points, which always do
//   moments [entryCount] the entry's summed sources (xyz) and, as a number, the entry that follows its subtree (w)
//
// Entries lie depth first, points after their leaf, so the walk needs no stack and has one kind of step: take the
// entry and skip its subtree, or open it and go to the next. Four queries share the walk and an entry is taken only
// where all four may take it, so no query is summed more coarsely than alone. What is gained is the loads, a gather
// in every lane. Measured on software Vulkan (two cores of 8 lanes; koala-50k, dipoles and queries at all points; A):
//   queries a thread        1      4      8    1, by lists of interactions made ahead for groups of 32
//   terms a query         165    191    213    267
//   milliseconds           54     24     19     58
// Eight to a thread make longer kernels, whose compilation costs what is gained.
struct Quad {
  x: vec4f,
  y: vec4f,
  z: vec4f,
}

// Queries first … first + 3; those past the end repeat the last.
fn load_quad(first: u32, end: u32) -> Quad {
  let a = queries[first];
  let b = queries[min(first + 1u, end - 1u)];
  let c = queries[min(first + 2u, end - 1u)];
  let d = queries[min(first + 3u, end - 1u)];
  return Quad(vec4f(a.x, b.x, c.x, d.x), vec4f(a.y, b.y, c.y, d.y), vec4f(a.z, b.z, c.z, d.z));
}

// 1/|e|³, and 0 for the pairs that are too close to count.
fn inverse_cubes(squared: vec4f, least_squared: f32) -> vec4f {
  let inverse = inverseSqrt(max(squared, vec4f(least_squared)));
  return select(vec4f(0.0), inverse * inverse * inverse, squared >= vec4f(least_squared));
}
