// SPDX-License-Identifier: Apache-2.0
// The start: texts of one language and who is signed in are asked for at the same time, then the
// page stands.
import '@/base/theme/mantine.css';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/Tooltip.css';
import '@/base/theme/tokens.css';
import '@/base/theme/global.css';
import { createRoot } from 'react-dom/client';
import { meQuery } from '@/api/session';
import { startTexts } from '@/base/i18n/i18n';
import { App, cache } from './App';

void cache.prefetchQuery(meQuery);
void startTexts().then(() => {
  createRoot(document.getElementById('root')!).render(<App />);
});
