type Click = (menuItem: MenuItem, window: unknown, event: unknown) => void;

export interface MenuItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: 'normal' | 'separator' | 'submenu' | 'checkbox' | 'radio' | 'header' | 'palette';
  readonly accelerator?: string;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly checked?: boolean;
  readonly click?: Click;
  readonly submenu?: readonly MenuItemOptions[] | Menu;
}

/** Electron's `MenuItem`: nothing is drawn, tests reach the items through the menu. */
export class MenuItem {
  readonly id: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  label: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  click: () => void;

  constructor(options: MenuItemOptions) {
    this.id = options.id ?? '';
    this.role = options.role?.toLowerCase();
    this.accelerator = options.accelerator;
    this.label = options.label ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = options.submenu instanceof Menu ? options.submenu : submenuOf(options.submenu);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    this.click = () => {
      if (this.type === 'checkbox') this.checked = !this.checked;
      options.click?.(this, undefined, {});
    };
  }
}

function submenuOf(template: readonly MenuItemOptions[] | undefined): Menu | undefined {
  return template && menuFrom(template);
}

function menuFrom(template: readonly (MenuItemOptions | MenuItem)[]): Menu {
  const menu = new Menu();
  for (const item of template) menu.append(item instanceof MenuItem ? item : new MenuItem(item));
  return menu;
}

export class Menu {
  readonly items: MenuItem[] = [];

  append(item: MenuItem): void {
    this.items.push(item);
  }
  insert(position: number, item: MenuItem): void {
    this.items.splice(position, 0, item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
  popup(): void {}
  closePopup(): void {}
}

/** Electron's `Menu` with the application menu that its statics keep. */
export function createMenu() {
  let applicationMenu: Menu | null = null;
  return class extends Menu {
    static buildFromTemplate(template: readonly (MenuItemOptions | MenuItem)[]): Menu {
      return menuFrom(template);
    }
    static setApplicationMenu(menu: Menu | null): void {
      applicationMenu = menu;
    }
    static getApplicationMenu(): Menu | null {
      return applicationMenu;
    }
  };
}
