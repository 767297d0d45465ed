export { default as LockedView } from './LockedView.svelte';
export { default as RoleChoiceView } from './RoleChoiceView.svelte';
export { default as SignInView } from './SignInView.svelte';
