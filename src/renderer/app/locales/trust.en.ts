/** What is said of how sure a mesh is. */
export const trustEn = {
  heading: 'Trust',
  show: 'Show trust',
  title: 'How sure the surface is, ±',
  label: 'Colour scale from 0 to {{max}}; half of the surface is sure to {{p50}}, 95 percent to {{p95}}',
  guess: 'Guessed: no point supports it',
  measured: 'Measured',
  typical: 'Typical ±',
  help: 'Two thirds of the true surface lie within the ± shown.',
  places: 'Guessed places',
  place: 'Place {{number, number}}',
  goTo: 'Go to place {{number, number}}',
  smaller_one: 'and {{count, number}} smaller',
  smaller_other: 'and {{count, number}} smaller',
  none: 'No place is a guess.',
};
