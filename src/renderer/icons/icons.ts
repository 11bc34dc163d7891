/** The texts of all icons by name. */
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import axis3d from 'lucide-static/icons/axis-3d.svg?raw';
import ban from 'lucide-static/icons/ban.svg?raw';
import box from 'lucide-static/icons/box.svg?raw';
import boxes from 'lucide-static/icons/boxes.svg?raw';
import brush from 'lucide-static/icons/brush.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleCheck from 'lucide-static/icons/circle-check.svg?raw';
import circleDot from 'lucide-static/icons/circle-dot.svg?raw';
import circleDashed from 'lucide-static/icons/circle-dashed.svg?raw';
import circlePause from 'lucide-static/icons/circle-pause.svg?raw';
import circleQuestion from 'lucide-static/icons/circle-question-mark.svg?raw';
import circleX from 'lucide-static/icons/circle-x.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import cpu from 'lucide-static/icons/cpu.svg?raw';
import crop from 'lucide-static/icons/crop.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import eye from 'lucide-static/icons/eye.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import file from 'lucide-static/icons/file.svg?raw';
import fileChart from 'lucide-static/icons/file-chart-column.svg?raw';
import folder from 'lucide-static/icons/folder.svg?raw';
import folderOpen from 'lucide-static/icons/folder-open.svg?raw';
import folders from 'lucide-static/icons/folders.svg?raw';
import hand from 'lucide-static/icons/hand.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import lasso from 'lucide-static/icons/lasso.svg?raw';
import loader from 'lucide-static/icons/loader-circle.svg?raw';
import maximize from 'lucide-static/icons/maximize.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import mousePointer from 'lucide-static/icons/mouse-pointer-2.svg?raw';
import mousePointerClick from 'lucide-static/icons/mouse-pointer-click.svg?raw';
import palette from 'lucide-static/icons/palette.svg?raw';
import panelRight from 'lucide-static/icons/panel-right.svg?raw';
import pause from 'lucide-static/icons/pause.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import redo2 from 'lucide-static/icons/redo-2.svg?raw';
import refresh from 'lucide-static/icons/refresh-cw.svg?raw';
import rotate3d from 'lucide-static/icons/rotate-3d.svg?raw';
import rotateCcw from 'lucide-static/icons/rotate-ccw.svg?raw';
import ruler from 'lucide-static/icons/ruler.svg?raw';
import save from 'lucide-static/icons/save.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import rectangle from 'lucide-static/icons/square-dashed.svg?raw';
import invert from 'lucide-static/icons/squares-exclude.svg?raw';
import square from 'lucide-static/icons/square.svg?raw';
import table from 'lucide-static/icons/table-2.svg?raw';
import slice from 'lucide-static/icons/slice.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import triangleAlert from 'lucide-static/icons/triangle-alert.svg?raw';
import undo2 from 'lucide-static/icons/undo-2.svg?raw';
import upload from 'lucide-static/icons/upload.svg?raw';
import wand from 'lucide-static/icons/wand-sparkles.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import cloud from './cloud.svg?raw';
import heat from './heat.svg?raw';
import mesh from './mesh.svg?raw';
import wireframe from './wireframe.svg?raw';

export const ICONS = {
  'arrow-left': arrowLeft,
  'axis-3d': axis3d,
  ban,
  box,
  boxes,
  brush,
  camera,
  check,
  'chevron-down': chevronDown,
  'chevron-right': chevronRight,
  'circle-alert': circleAlert,
  'circle-check': circleCheck,
  'circle-dashed': circleDashed,
  'circle-dot': circleDot,
  'circle-pause': circlePause,
  'circle-question': circleQuestion,
  'circle-x': circleX,
  clock,
  copy,
  cpu,
  crop,
  download,
  ellipsis,
  eye,
  'eye-off': eyeOff,
  file,
  'file-chart': fileChart,
  folder,
  'folder-open': folderOpen,
  folders,
  hand,
  info,
  invert,
  keyboard,
  lasso,
  loader,
  maximize,
  minus,
  'mouse-pointer': mousePointer,
  'mouse-pointer-click': mousePointerClick,
  palette,
  'panel-right': panelRight,
  pause,
  play,
  plus,
  rectangle,
  'redo-2': redo2,
  refresh,
  'rotate-3d': rotate3d,
  'rotate-ccw': rotateCcw,
  ruler,
  save,
  settings,
  square,
  table,
  slice,
  trash,
  'triangle-alert': triangleAlert,
  'undo-2': undo2,
  upload,
  wand,
  x,
  cloud,
  heat,
  mesh,
  wireframe,
} as const;

export type IconName = keyof typeof ICONS;
