using EntraEmulator.Tenants;

namespace DevStack.Startup;

// The page for people: it listens before the stack, as its address is in its registration, and is shown when all else is up.
public sealed partial class LocalStack
{
    /// <summary>Where the page for people is; null without one.</summary>
    public Uri? PageAddress { get; private set; }

    /// <summary>The page is a client that no stack file names.</summary>
    internal TenantDirectory WithPage(TenantDirectory directory) =>
        PageAddress is null ? directory : directory.With(applications: [_options.Page!.Registration(PageAddress, Definition.HomeTenant.Id)]);

    private async Task StartPageAsync(CancellationToken cancellationToken)
    {
        if (_options is not { Page: { } page, WithoutApp: false }) return;
        _started.Push(page);
        PageAddress = await Listening.StartAsync($"the {page.Name}", $"{page.Name}Port", _options.PagePort, () => page.StartAsync(_options.PagePort, cancellationToken));
    }

    private void ShowPage()
    {
        if (PageAddress is null) return;
        _options.Page!.Show(this);
        _options.Started?.Invoke(new StartedPart(_options.Page.Name, PageAddress));
    }
}
