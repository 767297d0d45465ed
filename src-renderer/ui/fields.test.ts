import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRawSnippet, tick } from 'svelte';
import { createLocale } from '../platform/locale.svelte.ts';
import Button from './Button.svelte';
import Checkbox from './Checkbox.svelte';
import DateField from './DateField.svelte';
import ErrorSummary from './ErrorSummary.svelte';
import MoneyField from './MoneyField.svelte';
import RadioGroup from './RadioGroup.svelte';
import TextField from './TextField.svelte';

beforeEach(() => void createLocale('fi'));
afterEach(cleanup);

const text = (value: string) => createRawSnippet(() => ({ render: () => `<span>${value}</span>` }));

describe('TextField', () => {
  it('is described by its hint and its error, and invalid only with an error', async () => {
    const { rerender } = render(TextField, { label: 'Puhelin', hint: 'Suuntanumeroineen', id: 'phone' });
    const field = screen.getByLabelText('Puhelin');
    expect(field.id).toBe('phone');
    expect(field.getAttribute('aria-invalid')).toBeNull();
    expect(field.getAttribute('aria-describedby')).toBe('phone-hint');
    await rerender({ error: 'Kirjoita puhelinnumero' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const described = (field.getAttribute('aria-describedby') ?? '').split(' ');
    const texts = described.map((id) => document.getElementById(id)?.textContent?.trim());
    expect(texts[0]).toBe('Suuntanumeroineen');
    expect(texts[1]).toMatch(/^Virhe:\s+Kirjoita puhelinnumero$/);
  });

  it('never offers what was typed before', () => {
    render(TextField, { label: 'PIN', type: 'password' });
    expect(screen.getByLabelText('PIN').getAttribute('autocomplete')).toBe('off');
  });
});

describe('fields of money and dates', () => {
  it.each([
    ['1234,5', '1\u00A0234,50'],
    ['12 €', '12,00'],
    ['1.234', '1.234'],
    ['abc', 'abc'],
  ])('money %s is shown as %s on leaving', async (typed, shown) => {
    render(MoneyField, { label: 'Määrä' });
    const field = screen.getByLabelText<HTMLInputElement>('Määrä');
    await fireEvent.input(field, { target: { value: typed } });
    await fireEvent.blur(field);
    expect(field.value).toBe(shown);
  });

  it.each([
    ['05.03.2026', '5.3.2026'],
    ['2026-03-05', '5.3.2026'],
    ['31.2.2026', '31.2.2026'],
  ])('the date %s is shown as %s on leaving', async (typed, shown) => {
    render(DateField, { label: 'Alkaa' });
    const field = screen.getByLabelText<HTMLInputElement>('Alkaa');
    await fireEvent.input(field, { target: { value: typed } });
    await fireEvent.blur(field);
    expect(field.value).toBe(shown);
  });
});

describe('choices', () => {
  const options = [
    { value: 'a', label: 'Yksi' },
    { value: 'b', label: 'Kaksi', hint: 'Toinen' },
  ];

  it('a group of radios is named by its legend; its id leads to the first radio', async () => {
    const onchange = vi.fn();
    render(RadioGroup, { label: 'Tilanne', options, id: 'situation', error: 'Valitse tilanne', onchange });
    const group = screen.getByRole('group', { name: 'Tilanne' });
    expect(group.getAttribute('aria-describedby')).toBe('situation-error');
    expect(document.getElementById('situation')).toBe(screen.getByLabelText('Yksi'));
    await fireEvent.click(screen.getByLabelText(/Kaksi/));
    expect(onchange).toHaveBeenCalledWith('b');
  });

  it('a checkbox tells its new state', async () => {
    const onchange = vi.fn();
    render(Checkbox, { label: 'Asiakas tietää', onchange });
    await fireEvent.click(screen.getByLabelText('Asiakas tietää'));
    expect(onchange).toHaveBeenCalledWith(true);
  });
});

describe('Button', () => {
  it('keeps the focus but does nothing while busy', async () => {
    const onclick = vi.fn();
    const { rerender } = render(Button, { onclick, children: text('Lähetä') });
    const button = screen.getByRole('button', { name: 'Lähetä' });
    button.focus();
    await rerender({ busy: true });
    await fireEvent.click(button);
    expect(onclick).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await rerender({ busy: false });
    await fireEvent.click(button);
    expect(onclick).toHaveBeenCalledTimes(1);
  });

  it('does not send its form while busy', async () => {
    const form = document.body.appendChild(document.createElement('form'));
    const onsubmit = vi.fn((event: Event) => event.preventDefault());
    form.addEventListener('submit', onsubmit);
    render(Button, { target: form, props: { type: 'submit', busy: true, children: text('Lähetä') } });
    await fireEvent.click(screen.getByRole('button'));
    expect(onsubmit).not.toHaveBeenCalled();
    form.remove();
  });
});

describe('ErrorSummary', () => {
  const errors = [
    { fieldId: 'start', text: 'Alkamispäivä puuttuu' },
    { fieldId: 'amount', text: 'Määrä puuttuu' },
  ];

  it('takes the focus when the user tries, not while errors change', async () => {
    const other = document.body.appendChild(document.createElement('input'));
    const { rerender } = render(ErrorSummary, { errors, attempt: 1 });
    const summary = screen.getByRole('group', { name: 'Tarkista seuraavat tiedot' });
    expect(document.activeElement).toBe(summary);
    other.focus();
    await rerender({ errors: errors.slice(1), attempt: 1 });
    expect(document.activeElement).toBe(other);
    await rerender({ errors: [], attempt: 1 });
    await rerender({ errors, attempt: 1 });
    expect(document.activeElement).toBe(other);
    await rerender({ errors, attempt: 2 });
    expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Tarkista seuraavat tiedot' }));
    other.remove();
  });

  it('leads to the field without an address of its own', async () => {
    const field = document.body.appendChild(document.createElement('input'));
    field.id = 'amount';
    render(ErrorSummary, { errors });
    await fireEvent.click(screen.getByRole('link', { name: 'Määrä puuttuu' }));
    await tick();
    expect(document.activeElement).toBe(field);
    expect(location.hash).toBe('');
    field.remove();
  });

  it('shows nothing without errors', () => {
    render(ErrorSummary, { errors: [] });
    expect(screen.queryByRole('group')).toBeNull();
  });
});
