// The one door of sync-core: what windows, the desktop shell and the headless host build on. Adapters of a machine (disk,
// sockets, threads) stand beside it in node/.

export { unreachable } from './base/assert.ts'
export type { Clock, Timer } from './base/clock.ts'
export { ProtocolError, StorageError } from './base/errors.ts'
export { limits } from './base/limits.ts'
export { Prng } from './base/prng.ts'
export { withoutSecrets, type KnownPrivate } from './base/without-secrets.ts'
export { blendModes, type BlendMode } from './kernel/blend-mode.ts'
export { PictureMemory } from './kernel/picture-memory.ts'
export { createWasmKernel } from './kernel/wasm-kernel.ts'
export { tileSidePx, tileValues } from './kernel/tile-layout.ts'
export { crc32 } from './base/crc32.ts'
export { concatBytes } from './base/concat-bytes.ts'
export { decodeUtf8, encodeUtf8 } from './base/utf8.ts'
export { pngSignature, pngSizeOf, predictPng } from './pictures/png-parts.ts'
export { PngWriter } from './pictures/png-writer.ts'
export type { CanvasSize } from './raster/canvas-size.ts'
export {
  angleOrigins,
  brushModes,
  byPressure,
  linearCurve,
  roundBrush,
  steady,
  tipNames,
  type AngleOrigin,
  type Brush,
  type BrushMode,
  type Dynamics,
  type Jitter,
  type TipName,
} from './raster/brush.ts'
export { defaultBrushes } from './raster/default-brushes.ts'
export { checkBrush } from './raster/brush-range.ts'
export type { LayerField, LayerOperation } from './raster/layer-operation.ts'
export { lineIntoRange } from './raster/line-into-range.ts'
export { firstLayer, type Frame, type Layer, type LayerId } from './raster/structure.ts'
export type { Sample } from './raster/sample.ts'
export { planeSidePx, planeTiles, planeTilesAcross, tileIndexOf, tileLeft, tileTop } from './raster/plane.ts'
export { encodeCoverage } from './raster/coverage-codec.ts'
export type { Gradient, PatchPart, Rgba } from './raster/operation.ts'
export { encodePixels } from './raster/tile-codec.ts'
export type { Affine } from './authoring/affine.ts'
export { coverParts, fullCoverage, type CoverageMask } from './authoring/coverage-mask.ts'
export type { DrawnPart, PartWork } from './authoring/drawn-part.ts'
export {
  floatPlaced,
  layPlaced,
  liftSelection,
  type FloatingPixels,
  type PlacedPixels,
} from './authoring/floating-pixels.ts'
export { fitImage, placeImage, type ImagePixels } from './authoring/image-patch.ts'
export { ellipseSamples, lineSamples, rectangleSamples } from './authoring/shape-path.ts'
export { SmudgePicker } from './authoring/smudge-picker.ts'
export { Stabilizer, type PenPoint } from './authoring/stabilizer.ts'
export { TrialSheet } from './authoring/trial-sheet.ts'
export { transformPixels } from './authoring/transform-pixels.ts'
export { transformSelection } from './authoring/transform-selection.ts'
export { floodFill, type FillOptions } from './authoring/flood-fill.ts'
export type { Paced } from './authoring/paced.ts'
export { pickColor } from './authoring/pick-color.ts'
export { toEightBits, type PixelSource } from './authoring/pixel-source.ts'
export { isRefusal, refuse, type Refusal } from './authoring/refusal.ts'
export {
  combineSelections,
  invertSelection,
  selectAll,
  selectEllipse,
  selectLasso,
  selectRectangle,
  type SelectionChange,
} from './authoring/selection.ts'
export { selectOpaque } from './authoring/select-opaque.ts'
export { outlineOf, type Outline } from './authoring/selection-outline.ts'
export { boxOfDrag, lineOfDrag, type Box, type DragRule, type Point } from './authoring/shape-box.ts'
export {
  formatInvite,
  isThisComputer,
  parseInvite,
  socketUrl,
  tokenBytes,
  type Invite,
} from './protocol/invite.ts'
export type { Deed } from './protocol/messages.ts'
export { invitedRoles, mayModerate, standsAbove, type Role } from './protocol/roles.ts'
export type { Connection, ConnectionHandler, Dialer } from './protocol/connection.ts'
export type { SavedState } from './protocol/saved-state.ts'
export type { UploadedState } from './protocol/uploaded-state.ts'
export {
  sessionBeforeWelcome,
  type PersonPresence,
  type PersonStance,
  type RosterPerson,
  type SessionState,
  type Stance,
  type ViewRect,
} from './replica/session-state.ts'
export { openHost } from './host.ts'
export type { Host, HostOptions, HostState } from './host-contract.ts'
export {
  startClient,
  type ActionStage,
  type ActionWhat,
  type ChatLine,
  type ChatPlace,
  type ChatState,
  type Client,
  type ClientListener,
  type ClientOptions,
  type HistoryAction,
  type HistoryNews,
  type Outcome,
  type Patch,
  type PatchContent,
  type PixelSourceOf,
  type Thumbnail,
  type WorkFilter,
  type WaitingLine,
  type HeldPicture,
} from './client.ts'
