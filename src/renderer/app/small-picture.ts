/** A picture of the view for the list of recent files: as wide as a card there, a few kilobytes. */
const WIDTH = 440;
const HEIGHT = 224;
const QUALITY = 0.8;

/** A data URL of the picture's middle. */
export async function smallPicture(picture: Blob): Promise<string> {
  const whole = await createImageBitmap(picture);
  try {
    const scale = Math.max(WIDTH / whole.width, HEIGHT / whole.height);
    const [width, height] = [WIDTH / scale, HEIGHT / scale];
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    const drawing = canvas.getContext('2d');
    if (!drawing) throw new Error('the browser draws no pictures');
    const from = [(whole.width - width) / 2, (whole.height - height) / 2] as const;
    drawing.drawImage(whole, ...from, width, height, 0, 0, WIDTH, HEIGHT);
    return await dataUrl(await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY }));
  } finally {
    whole.close();
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(reader.error ?? new Error('the picture cannot be read'));
    reader.readAsDataURL(blob);
  });
}
