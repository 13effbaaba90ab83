/** Where something will be. Sizes in pixels; without a width, as wide as there is room. */
export function Bone({ height, width }: { height: number; width?: number }) {
  return <div className="bone" style={{ height, width }} />;
}
