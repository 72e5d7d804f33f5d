using System.Collections.Immutable;
using System.Text.Json;
using Speckit.Host.Projects;
using Speckit.Manifests.Diagnostics;
using Speckit.Packaging.Files;
using Speckit.Packaging.Signing;

namespace Speckit.Host.Publishers;

/// <summary>Keeps <see cref="PublisherPins"/> in <c>~/.specify/trust/publishers.json</c> and the known keys in <c>~/.specify/trust/keys</c>.</summary>
/// <param name="user">Whose.</param>
/// <param name="time">The clock.</param>
public sealed class PublisherStore(UserLayout user, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string PinFile => Path.Combine(user.TrustDirectory, "publishers.json");

    private string KeysDirectory => Path.Combine(user.TrustDirectory, "keys");

    /// <summary>What was learnt. A file that cannot be understood is an error: forgetting pins would let anybody in.</summary>
    public Result<PublisherPins> Read()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(PinFile);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return PublisherPins.Empty;
        }

        try
        {
            return PublisherPinsJson.Read(bytes);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return HostDiagnostics.PinsInvalid.Error(
                $"'{PinFile}' cannot be understood: {e.Message}",
                "restore it from a backup; deleting it forgets every publisher's key"
            );
        }
    }

    /// <summary>Changes what is kept, with other processes kept out meanwhile.</summary>
    public async Task<Result<PublisherPins>> ChangeAsync(
        Func<PublisherPins, PublisherPins> change,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(change);
        Directory.CreateDirectory(user.TrustDirectory);
        var start = time.GetTimestamp();
        FileStream? held;
        while ((held = TryHold()) is null)
        {
            if (time.GetElapsedTime(start) > Patience)
            {
                return HostDiagnostics.ProjectBusy.Error(
                    $"another specify has been changing '{PinFile}' for more than {Patience.TotalSeconds:0} s",
                    "wait for it to finish, or end it, and run the command again"
                );
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        using (held)
        {
            var read = Read();
            if (!read.TryGet(out var before))
            {
                return read;
            }

            var after = change(before);
            if (!ReferenceEquals(after, before))
            {
                AtomicFile.Write(PinFile, PublisherPinsJson.Write(after), AtomicFile.Private);
            }

            return after;
        }
    }

    /// <summary>The user's own key and those that were learnt or added.</summary>
    public ImmutableArray<VerificationKey> KnownKeys()
    {
        var files = Directory.Exists(KeysDirectory) ? Directory.EnumerateFiles(KeysDirectory, "*.pem") : [];
        return
        [
            .. files
                .Order(StringComparer.Ordinal)
                .Append(user.PublicKeyFile)
                .Where(File.Exists)
                .Select(VerificationKey.Load)
                .Where(k => k.Succeeded)
                .Select(k => k.Value)
                .DistinctBy(k => k.KeyId, StringComparer.Ordinal),
        ];
    }

    /// <summary>A known key, or null.</summary>
    public VerificationKey? FindKey(string keyId) =>
        FindLearnt(keyId) ?? KnownKeys().FirstOrDefault(k => string.Equals(k.KeyId, keyId, StringComparison.Ordinal));

    /// <summary>A key in the file that is named after it: the others need not be read.</summary>
    private VerificationKey? FindLearnt(string keyId)
    {
        var file = Path.Combine(KeysDirectory, keyId + ".pem");
        return
            PublisherPins.IsKeyId(keyId)
            && File.Exists(file)
            && VerificationKey.Load(file).TryGet(out var key)
            && string.Equals(key.KeyId, keyId, StringComparison.Ordinal)
            ? key
            : null;
    }

    /// <summary>Keeps a key, so that what it signed can be verified without its registry.</summary>
    public void Remember(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var file = Path.Combine(KeysDirectory, key.KeyId + ".pem");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(KeysDirectory);
            AtomicFile.Write(file, System.Text.Encoding.ASCII.GetBytes(key.Pem));
        }
    }

    private FileStream? TryHold()
    {
        try
        {
            var path = Path.Combine(user.TrustDirectory, "write.lock");
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
