// SPDX-License-Identifier: Apache-2.0
// Mantine's theme: palette and defaults. Colours that pages use are the variables of tokens.css.
import { createTheme, type MantineColorsTuple } from '@mantine/core';
import palette from './palette.json';

export const theme = createTheme({
  colors: {
    petroleo: palette.petroleo as unknown as MantineColorsTuple,
    gray: palette.gray as unknown as MantineColorsTuple,
    dark: palette.dark as unknown as MantineColorsTuple,
    red: palette.red as unknown as MantineColorsTuple,
  },
  primaryColor: 'petroleo',
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: 8,
  fontFamily: 'var(--font)',
  cursorType: 'pointer',
  components: {
    Tooltip: {
      defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 120 } },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        transitionProps: { duration: 120, transition: 'fade' },
        withInitialFocusPlaceholder: false, // a menu holds items alone
      },
    },
    Popover: {
      defaultProps: { shadow: 'md', transitionProps: { duration: 120, transition: 'fade' } },
    },
    Modal: {
      defaultProps: { lockScroll: false, transitionProps: { duration: 180, transition: 'fade' } },
    },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 180 } } },
  },
});
