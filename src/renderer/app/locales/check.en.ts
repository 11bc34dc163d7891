/** What is said of distances, of the tolerance, of comparing and of measurements. */
export const checkEn = {
  legend: {
    title: 'Distance to the points',
    label: 'Colours from {{low}} to {{high}}; half of the points are within {{p50}}, 95 percent within {{p95}}',
    facts: '50% within {{p50}} · 95% within {{p95}}',
    inside: 'inside',
    outside: 'outside',
    handle: { low: 'Colours end inside', high: 'Colours end outside' },
    reset: 'Reset',
    resetName: 'Reset the ends of the colours',
  },
  distances: {
    signed: 'Signed',
    bands: 'In bands',
    ends: 'Colours end at',
  },
  tolerance: {
    title: 'Tolerance',
    label: 'Tolerance, ±',
    within: 'within',
    inside: '{{share}} inside',
    outside: '{{share}} outside',
    said: '{{within}} of the points are within ±{{tolerance}} of the mesh, {{inside}} inside of it, {{outside}} outside.',
  },
};
