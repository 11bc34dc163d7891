// What is known of a point that may be an outlier, one bit each.
const CANDIDATE = 1u; // it is far from its neighbours
const LONELY = 2u; // further than these are from theirs
const THICK = 4u; // its nearest lie in no plane
const UNLIKE_PLANE = 8u; // a wider ball holds more points than on a plane, or hardly any more
