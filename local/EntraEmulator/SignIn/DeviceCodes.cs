using System.Collections.Concurrent;
using System.Security.Cryptography;
using EntraEmulator.Tenants;
using Microsoft.IdentityModel.Tokens;

namespace EntraEmulator.SignIn;

/// <summary>Sign-ins that began on a device without a browser (RFC 8628), by the code that the device keeps and by the one that the user types.</summary>
internal sealed class DeviceCodes(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>Without letters and digits that look alike.</summary>
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly ConcurrentDictionary<string, DeviceSignIn> _byDevice = new(StringComparer.Ordinal);

    public DeviceSignIn Begin(TenantPath tenant, AppRegistration client, string scope)
    {
        foreach (var (name, old) in _byDevice)
        {
            if (old.EndsOn + Lifetime < time.GetUtcNow()) _byDevice.TryRemove(name, out _);
        }

        var signIn = new DeviceSignIn(Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32)), RandomNumberGenerator.GetString(Letters, 9), tenant, client, scope, time.GetUtcNow() + Lifetime);
        return _byDevice[signIn.DeviceCode] = signIn;
    }

    public DeviceSignIn? Find(string deviceCode) => _byDevice.GetValueOrDefault(deviceCode);

    /// <summary>One that nobody has answered yet, in time.</summary>
    public DeviceSignIn? FindByUserCode(string userCode)
    {
        var typed = userCode.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return _byDevice.Values.FirstOrDefault(one => one.UserCode == typed && one.EndsOn > time.GetUtcNow() && one.State == DeviceState.Pending);
    }
}

/// <summary>One such sign-in.</summary>
internal sealed class DeviceSignIn(string deviceCode, string userCode, TenantPath tenant, AppRegistration client, string scope, DateTimeOffset endsOn)
{
    private readonly Lock _gate = new();

    public string DeviceCode => deviceCode;

    public string UserCode => userCode;

    public TenantPath Tenant => tenant;

    public AppRegistration Client => client;

    public string Scope => scope;

    public DateTimeOffset EndsOn => endsOn;

    public DeviceState State { get; private set; }

    public SignedIn? Account { get; private set; }

    /// <summary>The user's answer, which counts once.</summary>
    /// <param name="account">Who approved; null for a no.</param>
    public bool Answer(SignedIn? account)
    {
        lock (_gate)
        {
            if (State != DeviceState.Pending) return false;
            (State, Account) = (account is null ? DeviceState.Declined : DeviceState.Approved, account);
            return true;
        }
    }

    /// <summary>Takes the tokens, once.</summary>
    public bool Redeem()
    {
        lock (_gate)
        {
            if (State != DeviceState.Approved) return false;
            State = DeviceState.Redeemed;
            return true;
        }
    }
}

internal enum DeviceState
{
    Pending,
    Approved,
    Declined,
    Redeemed,
}
