/**
 * `<gp-finish>`: what is done to a mesh that was found, one operation a section. What is chosen in one waits in the state
 * until it is applied (Enter) or let go of (Esc); what the last one did is said above.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { withShortcut } from '../../app/accelerators.ts';
import { choiceOf } from '../../app/finish-flow.ts';
import type { FinishOperation } from '../../app/state.ts';
import { formatCount, formatLength, unitText } from '../../app/format.ts';
import { language, t } from '../../app/i18n.ts';
import { shownMesh } from '../../app/shown-mesh.ts';
import { base, buttons, fields } from '../../styles/shared.ts';
import type { FinishChoice } from '../../worker/engine-api.ts';
import '../controls/number-field.ts';
import '../controls/section.ts';
import '../controls/tooltip.ts';
import { Panel } from '../panel.ts';
import './finish-outcome.ts';
import './trim.ts';

/** How a mesh is made smaller. */
const TARGETS = ['share', 'count', 'error'] as const;
type Target = (typeof TARGETS)[number];

export class FinishPanel extends Panel {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .fields {
        gap: 0.6rem;
      }
      .row > gp-number {
        width: 8.5rem;
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0.5rem;
      }
      .acts button.primary {
        min-height: 1.875rem;
      }
    `,
  ];

  protected override render() {
    const { document, settings } = this.state;
    const { run, trim } = document;
    const mesh = shownMesh(this.state);
    if (!run || !mesh) return nothing;
    const { topology } = mesh;
    return html`
      <gp-finish-outcome .state=${this.state} .actions=${this.actions}></gp-finish-outcome>
      <gp-section
        heading=${t('result.trim')}
        summary=${trim === null ? t('result.trimOff') : formatLength(trim, settings.unit)}
        .open=${trim !== null}
      >
        <gp-trim .state=${this.state} .actions=${this.actions}></gp-trim>
      </gp-section>
      ${this.#section('pieces', topology.components > 1, formatCount(topology.components), this.#pieces())}
      ${this.#section('openings', topology.boundaryLoops > 0, formatCount(topology.boundaryLoops - topology.outerBorders), this.#openings())}
      ${this.#section('smooth', false, '', this.#smooth())} ${this.#section('relax', false, '', nothing)}
      ${this.#section('handles', false, topology.genus === null ? '' : formatCount(topology.genus), this.#handles())}
      ${this.#section('simplify', true, formatCount(topology.triangles), this.#simplify())}
    `;
  }

  /** `isWorth`: there is something to do; it is open then, and where something is chosen in it. */
  #section(
    operation: FinishOperation,
    isWorth: boolean,
    summary: string,
    content: TemplateResult | typeof nothing,
  ): TemplateResult {
    const isDraft = this.state.finishDraft?.operation === operation;
    return html`<gp-section
      id=${operation}
      heading=${t(`finish.${operation}.title`)}
      summary=${summary}
      ?live=${isDraft}
      .open=${isDraft || isWorth}
    >
      <div class="fields">
        ${content}
        <p class="help">${t(`finish.${operation}.help`)}</p>
        ${this.#acts(operation, isDraft)}
      </div>
    </gp-section>`;
  }

  #acts(operation: FinishOperation, isDraft: boolean): TemplateResult {
    const choice = choiceOf(this.state.finishDraft, operation);
    const isOff = !this.actions.enabled('export') || !isUseful(choice);
    const id = `apply-${operation}`;
    const label = t(`finish.${operation}.apply`);
    return html`<div class="acts">
      ${
        isDraft
          ? html`<button @click=${() => this.actions.draftFinish(null)}>${t('progress.cancel')}</button>`
          : nothing
      }
      <button
        id=${id}
        class=${isDraft ? 'primary' : ''}
        aria-disabled=${isOff ? 'true' : nothing}
        @click=${() => isOff || this.actions.applyFinish({ operation, choice })}
      >
        ${label}
      </button>
      ${isDraft ? html`<gp-tooltip for=${id}>${withShortcut('finish-apply', label)}</gp-tooltip>` : nothing}
    </div>`;
  }

  #choose(operation: FinishOperation, choice: FinishChoice): void {
    this.actions.draftFinish({ operation, choice });
  }

  #pieces(): TemplateResult {
    const { keep, keepArea } = choiceOf(this.state.finishDraft, 'pieces');
    const byArea = keepArea !== undefined;
    return html`${this.#segments('pieces', ['count', 'area'], byArea ? 'area' : 'count', (kind) =>
      this.#choose('pieces', kind === 'area' ? { keepArea: this.#firstArea() } : { keep: 'largest' }),
    )}
    ${
      byArea
        ? this.#number(t('finish.pieces.area'), typeof keepArea === 'number' ? keepArea : 0, {
            unit: unitText(this.state.settings.unit, 2),
            change: (value) => this.#choose('pieces', { keepArea: value }),
          })
        : this.#number(t('finish.pieces.count'), typeof keep === 'number' ? keep : 1, {
            least: 1,
            change: (value) => this.#choose('pieces', { keep: Math.max(1, Math.round(value)) }),
          })
    }`;
  }

  /** A hundredth of the surface: less is rarely of the thing itself. */
  #firstArea(): number {
    const area = shownMesh(this.state)?.topology.area ?? 0;
    return Number((area / 100).toPrecision(2));
  }

  #openings(): TemplateResult {
    const { close } = choiceOf(this.state.finishDraft, 'openings');
    const upTo = typeof close === 'number';
    const first = (): number => Number(((this.state.document.run?.report.holeRadius ?? 0) * 2).toPrecision(2));
    return html`${this.#segments('openings', ['all', 'upTo'], upTo ? 'upTo' : 'all', (kind) =>
      this.#choose('openings', { close: kind === 'all' ? 'all' : first() }),
    )}
    ${
      upTo
        ? this.#number(t('finish.openings.width'), close, {
            unit: unitText(this.state.settings.unit),
            change: (value) => this.#choose('openings', { close: value }),
          })
        : nothing
    }`;
  }

  #smooth(): TemplateResult {
    const { smooth = 0, smoothKind = 'even' } = choiceOf(this.state.finishDraft, 'smooth');
    return html`${this.#segments('smooth', ['even', 'edges'], smoothKind, (kind) =>
      this.#choose('smooth', { smooth, smoothKind: kind }),
    )}
    ${this.#number(t('finish.smooth.steps'), smooth, {
      least: 1,
      most: 100,
      change: (value) => this.#choose('smooth', { smooth: Math.round(value), smoothKind }),
    })}`;
  }

  #handles(): TemplateResult {
    const { handles } = choiceOf(this.state.finishDraft, 'handles');
    return this.#number(t('finish.handles.length'), typeof handles === 'number' ? handles : 0, {
      unit: unitText(this.state.settings.unit),
      change: (value) => this.#choose('handles', { handles: value }),
    });
  }

  #simplify(): TemplateResult {
    const { simplify, simplifyWithin } = choiceOf(this.state.finishDraft, 'simplify');
    const target: Target = simplifyWithin !== undefined ? 'error' : typeof simplify === 'number' ? 'count' : 'share';
    const triangles = shownMesh(this.state)?.topology.triangles ?? 0;
    const first: Readonly<Record<Target, () => FinishChoice>> = {
      share: () => ({ simplify: '50%' }),
      count: () => ({ simplify: Math.round(triangles / 2) }),
      error: () => ({ simplifyWithin: Number(((this.state.document.run?.report.voxel ?? 1) / 10).toPrecision(2)) }),
    };
    const field = {
      share: () =>
        this.#number(t('finish.simplify.share'), Number.parseFloat(String(simplify)), {
          unit: '%',
          least: 0.1,
          most: 99.9,
          change: (value) => this.#choose('simplify', { simplify: `${Number(value.toPrecision(3))}%` }),
        }),
      count: () =>
        this.#number(t('finish.simplify.count'), Number(simplify), {
          least: 4,
          change: (value) => this.#choose('simplify', { simplify: Math.round(value) }),
        }),
      error: () =>
        this.#number(t('finish.simplify.error'), Number(simplifyWithin), {
          unit: unitText(this.state.settings.unit),
          change: (value) => this.#choose('simplify', { simplifyWithin: value }),
        }),
    };
    return html`${this.#segments('simplify', TARGETS, target, (kind) => this.#choose('simplify', first[kind]()))}
    ${field[target]()}`;
  }

  #segments<K extends string>(
    operation: 'pieces' | 'openings' | 'smooth' | 'simplify',
    kinds: readonly K[],
    chosen: K,
    choose: (kind: K) => void,
  ): TemplateResult {
    return html`<wa-radio-group
      aria-label=${t(`finish.${operation}.title`)}
      orientation="horizontal"
      .value=${live(chosen)}
      @change=${(event: Event) => choose((event.target as HTMLInputElement).value as K)}
    >
      ${kinds.map(
        (kind) =>
          html`<wa-radio appearance="button" value=${kind}
            >${t(`finish.kinds.${kind}` as 'finish.kinds.all')}</wa-radio
          >`,
      )}
    </wa-radio-group>`;
  }

  #number(
    label: string,
    value: number,
    field: {
      readonly unit?: string;
      readonly least?: number;
      readonly most?: number;
      readonly change: (value: number) => void;
    },
  ): TemplateResult {
    return html`<div class="row">
      <span>${label}</span>
      <gp-number
        bare
        label=${label}
        .min=${field.least ?? 0}
        .max=${field.most}
        .unit=${field.unit ?? ''}
        .value=${value}
        .locale=${language()}
        @gp-change=${(event: CustomEvent<number>) => field.change(event.detail)}
        @keydown=${this.#applyByEnter}
      ></gp-number>
    </div>`;
  }

  /** What is typed is taken first: a field tells of it after the key. */
  readonly #applyByEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') setTimeout(() => this.actions.perform('finish-apply'));
  };
}

/** A length or an area of 0 would do nothing, or take everything. */
function isUseful({ handles, close, keepArea, simplifyWithin, smooth }: FinishChoice): boolean {
  return ![handles, close, keepArea, simplifyWithin, smooth].some((value) => value === 0);
}

customElements.define('gp-finish', FinishPanel);
