/**
 * The last step of a picture: eye-dome lighting (Boucheny, "Visualisation scientifique de grands volumes de données",
 * thesis, Grenoble 2009). A pixel is darkened by how far its neighbours on the screen stand in front of it, which reads
 * as form without any normals.
 *
 * Where the original compares depths and leaves the strength to be tuned, we divide by the neighbour's distance on the
 * screen as well: that is the tangent of the slope, the same at every zoom, window size, pixel density and projection.
 * A jump is compressed to a few times a slope of 45°, so that a far wall seen through a gap is not a black speck. Two
 * rings: the near one draws outlines, the far one, less touched by noise, models the form.
 *
 * Depth is read from the 24-bit depth texture in full precision, never through a colour target: half floats would show
 * as rings. Only points are shaded (alpha 0 in the picture), and depth is passed on for the tools drawn over it.
 */
export const COMPOSE_VERTEX = /* glsl */ `
precision highp float;
in vec3 position;
void main() {
  gl_Position = vec4(position.xy, 0.0, 1.0);
}`;

/** `normalsFromDepth`: colour points by the slope of the depth around them, for clouds whose file has no normals. */
export const COMPOSE_FRAGMENT = /* glsl */ `
precision highp float;
precision highp sampler2D;
uniform sampler2D colors;
uniform sampler2D depths;
uniform vec2 depthEnds;
uniform bool orthographic;
uniform float heightAtOne;
uniform float pixelRatio;
uniform bool eyeDome;
uniform bool normalsFromDepth;
uniform mat4 inverseProjection;
uniform mat3 viewToScene;
out vec4 pixel;

const vec2 DIRECTIONS[8] = vec2[8](
  vec2(1.0, 0.0), vec2(0.7071, 0.7071), vec2(0.0, 1.0), vec2(-0.7071, 0.7071),
  vec2(-1.0, 0.0), vec2(-0.7071, -0.7071), vec2(0.0, -1.0), vec2(0.7071, -0.7071));
// Chosen by eye on the samples, koala with noise, skull and room, at one and two pixels per CSS pixel.
const float NEAR_RING = 1.4;
const float FAR_RING = 5.0;
const float NEAR_STRENGTH = 0.6;
const float FAR_STRENGTH = 1.4;
const float STEEPEST = 2.2;

float depthAt(ivec2 at) {
  return texelFetch(depths, clamp(at, ivec2(0), textureSize(depths, 0) - 1), 0).r;
}
/** Whose differences are comparable anywhere: logarithms in perspective, lengths in a parallel projection. */
float level(float depth) {
  return orthographic
    ? mix(depthEnds.x, depthEnds.y, depth)
    : log(depthEnds.x * depthEnds.y / mix(depthEnds.y, depthEnds.x, depth));
}
/** Mean over a ring of the slopes down to this pixel; each at most STEEPEST. */
float ring(ivec2 at, float here, float radius) {
  float pixels = max(1.0, round(radius * pixelRatio));
  float perPixel = heightAtOne / float(textureSize(depths, 0).y);
  float sum = 0.0;
  for (int i = 0; i < 8; i++) {
    float neighbour = depthAt(at + ivec2(round(DIRECTIONS[i] * pixels)));
    float slope = neighbour < 1.0 ? max(0.0, here - level(neighbour)) / (pixels * perPixel) : 0.0;
    sum += slope / (1.0 + slope / STEEPEST);
  }
  return sum / 8.0;
}
float shade(ivec2 at, float depth) {
  float here = level(depth);
  return exp(-NEAR_STRENGTH * ring(at, here, NEAR_RING) - FAR_STRENGTH * ring(at, here, FAR_RING));
}
vec3 viewPosition(ivec2 at) {
  vec2 share = (vec2(at) + 0.5) / vec2(textureSize(depths, 0));
  vec4 position = inverseProjection * vec4(2.0 * vec3(share, depthAt(at)) - 1.0, 1.0);
  return position.xyz / position.w;
}
/** The normal of the least-squares plane z = ax + by through the neighbourhood; what is far in depth is not of it. */
vec3 depthNormal(ivec2 at) {
  vec3 here = viewPosition(at);
  int stride = int(ceil(1.5 * pixelRatio));
  float unit = length(viewPosition(at + ivec2(stride, 0)).xy - here.xy) + 1e-20;
  float xx = 1e-3;
  float xy = 0.0;
  float yy = 1e-3;
  vec2 slopes = vec2(0.0);
  for (int i = -3; i <= 3; i++) {
    for (int j = -3; j <= 3; j++) {
      vec3 to = (viewPosition(at + ivec2(i, j) * stride) - here) / unit;
      float weight = exp(-0.1 * to.z * to.z);
      xx += weight * to.x * to.x;
      xy += weight * to.x * to.y;
      yy += weight * to.y * to.y;
      slopes += weight * to.z * to.xy;
    }
  }
  vec2 slope = vec2(yy * slopes.x - xy * slopes.y, xx * slopes.y - xy * slopes.x) / (xx * yy - xy * xy);
  return viewToScene * normalize(vec3(-slope, 1.0));
}
vec3 toLinear(vec3 srgb) {
  return mix(pow((srgb + 0.055) / 1.055, vec3(2.4)), srgb / 12.92, vec3(lessThanEqual(srgb, vec3(0.04045))));
}
vec3 toSrgb(vec3 linear) {
  return mix(1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055, linear * 12.92, vec3(lessThanEqual(linear, vec3(0.0031308))));
}
void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 color = texelFetch(colors, at, 0);
  float depth = depthAt(at);
  float isPoint = 1.0 - color.a;
  if (isPoint > 0.0 && depth < 1.0) {
    if (normalsFromDepth) color.rgb = mix(color.rgb, toLinear(0.5 + 0.5 * depthNormal(at)), isPoint);
    if (eyeDome) color.rgb *= mix(1.0, shade(at, depth), isPoint);
  }
  pixel = vec4(toSrgb(color.rgb), 1.0);
  gl_FragDepth = depth;
}`;
