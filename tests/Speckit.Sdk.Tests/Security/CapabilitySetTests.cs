using Speckit.Sdk.Testing;

namespace Speckit.Sdk.Tests.Security;

public class CapabilitySetTests
{
    [Fact]
    public void Has_GrantedAndNot_Differ()
    {
        var mock = MockContext.Create();
        mock.Capabilities.Remove(Capabilities.Network);

        var granted = mock.Context.Capabilities;

        granted.Has(Capabilities.FilesystemRead).ShouldBeTrue();
        granted.Has(Capabilities.Network).ShouldBeFalse();
        granted.Count.ShouldBe(Capabilities.All.Length - 1);
        granted.ShouldBeInOrder();
        Should.NotThrow(() => granted.Require(Capabilities.FilesystemRead));
        var denied = Should.Throw<CapabilityDeniedException>(() => granted.Require(Capabilities.Network));
        denied.Capability.ShouldBe(Capabilities.Network);
        denied.Message.ShouldContain("lacks the capability 'network'");
    }
}
